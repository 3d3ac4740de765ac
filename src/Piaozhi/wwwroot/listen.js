// Files for the import: chosen or dropped, sent as they lie on disk, with progress told to the page.
export const drop = (zone, page) => {
  const input = zone.querySelector('input[type=file]');
  let request = null;
  const send = async files => {
    if (files.length === 0 || request) return;
    const query = await page.invokeMethodAsync('Chosen', files.map(f => f.name), files.reduce((sum, f) => sum + f.size, 0));
    input.value = '';
    if (query === null) return;
    const form = new FormData();
    for (const file of files) form.append('files', file, file.name);
    request = new XMLHttpRequest();
    request.open('POST', '/api/v1/listen/import?' + query);
    request.setRequestHeader('Accept-Language', document.documentElement.lang);
    let told = 0;
    request.upload.onprogress = e => {
      if (Date.now() - told < 200 && e.loaded < e.total) return;
      told = Date.now();
      page.invokeMethodAsync('Sent', e.loaded, e.total);
    };
    const over = (status, text) => { request = null; page.invokeMethodAsync('Taken', status, text); };
    request.onload = e => over(e.target.status, e.target.responseText);
    request.onerror = () => over(0, '');
    request.onabort = () => over(-1, '');
    request.send(form);
  };
  // A folder that was dropped stands for the files in it.
  const files = async items => {
    const found = [];
    const walk = async entry => {
      if (entry.isFile) found.push(await new Promise((yes, no) => entry.file(yes, no)));
      else if (entry.isDirectory) {
        const reader = entry.createReader();
        for (let some; (some = await new Promise((yes, no) => reader.readEntries(yes, no))).length > 0;) for (const e of some) await walk(e);
      }
    };
    for (const entry of [...items].map(i => i.webkitGetAsEntry?.()).filter(e => e)) await walk(entry);
    return found;
  };
  const over = on => e => { e.preventDefault(); zone.classList.toggle('over', on); };
  zone.addEventListener('dragover', over(true));
  zone.addEventListener('dragleave', over(false));
  zone.addEventListener('drop', async e => {
    over(false)(e);
    const direct = [...e.dataTransfer.files];
    const items = e.dataTransfer.items;
    send(items && [...items].some(i => i.webkitGetAsEntry?.()?.isDirectory) ? await files(items) : direct);
  });
  input.addEventListener('change', () => send([...input.files]));
  // Whoever was quicker than this script has chosen already.
  if (input.files.length > 0) send([...input.files]);
  return { abort: () => request?.abort() };
};
