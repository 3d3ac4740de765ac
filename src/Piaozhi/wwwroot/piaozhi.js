window.piaozhi = (() => {
  const charts = new Map();
  const chart = (element, option) => {
    if (!element) return;
    let c = charts.get(element);
    if (!c) {
      c = echarts.init(element, null, { renderer: 'canvas' });
      charts.set(element, c);
      new ResizeObserver(() => c.resize()).observe(element);
    }
    c.setOption(option, true);
  };
  const dispose = element => { charts.get(element)?.dispose(); charts.delete(element); };
  return { chart, dispose };
})();
