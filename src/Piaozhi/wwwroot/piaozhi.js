window.piaozhi = (() => {
  const charts = new Map();
  const root = document.documentElement;
  const ink = name => getComputedStyle(root).getPropertyValue(name).trim();
  const zh = () => root.lang.startsWith('zh');

  // Numbers as people write them: 1.2 万 and 3.4 亿 in Chinese, grouped digits in English.
  const number = v => {
    if (v === null || v === undefined || v === '' || Number.isNaN(+v)) return '—';
    const a = Math.abs(v);
    if (zh() && a >= 1e8) return +(v / 1e8).toFixed(2) + ' 亿';
    if (zh() && a >= 1e4) return +(v / 1e4).toFixed(2) + ' 万';
    return (+v).toLocaleString('en-US', { maximumFractionDigits: a >= 100 ? 0 : a >= 1 ? 2 : 4 });
  };
  const seconds = v => v < 90 ? `${+(+v).toFixed(1)} ${zh() ? '秒' : 's'}` : v < 5400 ? `${+(v / 60).toFixed(1)} ${zh() ? '分' : 'min'}` : `${+(v / 3600).toFixed(1)} ${zh() ? '小时' : 'h'}`;
  // The policy of this site forbids code in data, so options name their formatters: "fn:percent".
  const formats = {
    number,
    percent: v => v === null || v === undefined || Number.isNaN(+v) ? '—' : +(v * 100).toFixed(1) + '%',
    percentOf100: v => +(+v).toFixed(1) + '%',
    seconds,
    // A day on an axis: the year is told by the first of January only.
    day: v => v.endsWith('-01-01') ? v : v.slice(5),
    // Each shown series with its value; a point may carry its own words in "text" and its n in "n".
    tooltip: items => {
      const list = (Array.isArray(items) ? items : [items]).filter(i => i.seriesName && !i.seriesName.startsWith('_'));
      const safe = t => String(t ?? '').replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));
      const lines = list.map(i => {
        const d = i.data ?? {};
        const raw = Array.isArray(i.value) ? i.value[i.value.length - 1] : i.value;
        return `${i.marker} ${safe(i.seriesName)} <b>${safe(d.text ?? number(raw))}</b>${d.n !== undefined ? ` <span style="opacity:.7">n = ${safe(number(d.n))}</span>` : ''}`;
      });
      return [list.length ? safe(list[0].axisValueLabel ?? list[0].name) : '', ...lines].join('<br>');
    },
  };

  const resolve = value => {
    if (typeof value === 'string') {
      if (value.startsWith('var(--')) return ink(value.slice(4, -1));
      if (value.startsWith('fn:')) return formats[value.slice(3)] ?? value;
      return value;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, resolve(v)]));
    return value;
  };

  const theme = () => {
    const line = ink('--pz-line'), muted = ink('--pz-muted'), text = ink('--pz-ink'), paper = ink('--pz-raised');
    const font = getComputedStyle(document.body).fontFamily;
    const axis = {
      axisLine: { lineStyle: { color: ink('--pz-axis') } }, axisTick: { lineStyle: { color: ink('--pz-axis') } },
      axisLabel: { color: muted, fontFamily: font }, nameTextStyle: { color: muted, fontFamily: font },
      splitLine: { lineStyle: { color: line } }, splitArea: { areaStyle: { color: ['transparent', ink('--pz-faint')] } },
    };
    return {
      color: [1, 2, 3, 4, 5, 6, 7, 8].map(i => ink(`--pz-c${i}`)), backgroundColor: 'transparent',
      textStyle: { color: text, fontFamily: font }, title: { textStyle: { color: text }, subtextStyle: { color: muted } },
      legend: { textStyle: { color: text }, inactiveColor: line, pageTextStyle: { color: muted }, pageIconColor: muted },
      tooltip: {
        backgroundColor: paper, borderColor: line, borderWidth: 1, padding: [6, 10], confine: true, extraCssText: 'box-shadow:none;font-variant-numeric:tabular-nums',
        textStyle: { color: text, fontSize: 13, fontFamily: font }, axisPointer: { lineStyle: { color: muted }, crossStyle: { color: muted }, shadowStyle: { color: ink('--pz-faint') } },
      },
      categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: { ...axis, axisLine: { show: false }, axisTick: { show: false } }, timeAxis: { ...axis, splitLine: { show: false } }, logAxis: axis,
      visualMap: { textStyle: { color: muted } }, markPoint: { label: { color: paper } },
      line: { symbol: 'circle', symbolSize: 5, lineStyle: { width: 1.5 } }, graph: { color: [ink('--pz-c1')] },
    };
  };

  const draw = entry => {
    const { element, option } = entry;
    entry.chart?.dispose();
    entry.chart = echarts.init(element, theme(), { renderer: 'canvas' });
    const ready = resolve(option);
    ready.animation ??= false;
    if (entry.brush) {
      ready.brush = { xAxisIndex: 0, brushType: 'lineX', brushMode: 'single', throttleType: 'debounce', throttleDelay: 200, brushStyle: { color: ink('--pz-band'), borderColor: ink('--pz-brand') } };
      ready.toolbox = { show: false };
    }
    entry.chart.setOption(ready, true);
    element.dataset.drawn = root.dataset.theme ?? 'light';
    if (entry.brush) entry.chart.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: 'lineX', brushMode: 'single' } });
    if (entry.self) {
      entry.chart.on('click', p => p.componentType === 'series' && entry.self.invokeMethodAsync('Point', { seriesIndex: p.seriesIndex, series: p.seriesName, index: p.dataIndex, name: p.name }));
      if (entry.brush) entry.chart.on('brushEnd', e => {
        const range = e.areas?.[0]?.coordRange;
        if (range) entry.self.invokeMethodAsync('Brush', { from: Math.round(range[0]), to: Math.round(range[1]) });
      });
    }
  };

  const chart = (element, option, self, brush) => {
    if (!element) return;
    let entry = charts.get(element);
    if (!entry) {
      entry = { element };
      entry.observer = new ResizeObserver(() => entry.chart?.resize());
      entry.observer.observe(element);
      charts.set(element, entry);
    }
    Object.assign(entry, { option, self, brush });
    draw(entry);
  };
  const dispose = element => { const e = charts.get(element); e?.observer.disconnect(); e?.chart?.dispose(); charts.delete(element); };

  const hand = (name, url) => {
    const a = document.createElement('a');
    a.href = url; a.download = name; document.body.append(a); a.click(); a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  const save = async (name, stream) => hand(name, URL.createObjectURL(new Blob([await stream.arrayBuffer()])));

  // The picture carries its title, so that it can stand alone in a report.
  const png = (element, name, title) => {
    const entry = charts.get(element);
    if (!entry) return;
    const source = entry.chart.renderToCanvas({ pixelRatio: 2, backgroundColor: ink('--pz-paper') });
    const pad = title ? 72 : 0, out = document.createElement('canvas');
    out.width = source.width; out.height = source.height + pad;
    const g = out.getContext('2d');
    g.fillStyle = ink('--pz-paper'); g.fillRect(0, 0, out.width, out.height);
    g.fillStyle = ink('--pz-ink'); g.font = `600 28px ${getComputedStyle(document.body).fontFamily}`; g.textBaseline = 'middle';
    if (title) g.fillText(title, 24, pad / 2, out.width - 48);
    g.drawImage(source, 0, pad);
    out.toBlob(blob => hand(name, URL.createObjectURL(blob)), 'image/png');
  };

  const close = menu => { if (menu) { menu.open = false; menu.querySelector('summary')?.focus(); } };
  const drawer = open => {
    if (open) root.dataset.drawer = 'open'; else delete root.dataset.drawer;
    if (open) document.querySelector('.pz-rail a')?.focus();
  };
  const palette = dialog => {
    if (!dialog.open) dialog.showModal();
    const input = dialog.querySelector('input');
    input.focus(); input.select();
  };
  const search = () => document.querySelector('[data-pz-open-palette]')?.click();
  const deeds = {
    // The router takes links to a place of the same page for itself, so the focus is moved by hand.
    skip: () => document.getElementById('content')?.focus(),
    drawer: () => drawer(root.dataset.drawer !== 'open'),
    rail: () => {
      const narrow = root.dataset.rail !== 'narrow';
      if (narrow) root.dataset.rail = 'narrow'; else delete root.dataset.rail;
      piaozhiLook.keep('pz-rail', narrow ? 'narrow' : 'wide');
    },
    search,
    'close-palette': () => document.querySelector('.pz-palette')?.close(),
    reconnect: async () => { if (!await Blazor.reconnect()) location.reload(); },
    reload: () => location.reload(),
  };
  document.addEventListener('click', e => {
    const at = e.target.closest?.('[data-pz]');
    if (at) deeds[at.dataset.pz]?.();
    const theme = e.target.closest?.('[data-pz-theme]');
    if (theme) { piaozhiLook.keep('pz-theme', theme.dataset.pzTheme); piaozhiLook.dress(); }
    // A menu closes when something in it was chosen, or when the click was elsewhere.
    document.querySelectorAll('details.pz-menu[open]').forEach(d => {
      if (!d.contains(e.target) || e.target.closest('[data-pz="close"],[data-pz-theme]')) d.open = false;
    });
    if (root.dataset.drawer === 'open' && e.target.closest('.pz-rail a')) drawer(false);
    if (e.target.matches?.('dialog.pz-palette')) e.target.close();
  });
  document.addEventListener('submit', e => { const d = e.target.closest?.('details.pz-menu'); if (d && e.target.checkValidity()) d.open = false; });
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); search(); return; }
    if (e.key === 'Escape') { document.querySelectorAll('details.pz-menu[open]').forEach(close); drawer(false); return; }
    const dialog = e.target.closest?.('.pz-palette');
    if (!dialog) return;
    const links = [...dialog.querySelectorAll('.pz-found a')];
    const at = links.indexOf(document.activeElement);
    if (e.key === 'ArrowDown') { e.preventDefault(); links[Math.min(at + 1, links.length - 1)]?.focus(); }
    if (e.key === 'ArrowUp') { e.preventDefault(); at > 0 ? links[at - 1].focus() : dialog.querySelector('input').focus(); }
    if (e.key === 'Enter' && e.target.matches('input')) { e.preventDefault(); links[0]?.click(); }
  });

  const redraw = () => charts.forEach(draw);
  new MutationObserver(redraw).observe(root, { attributes: true, attributeFilter: ['data-theme'] });

  return { chart, dispose, save, png, close, palette, redraw, formats };
})();
