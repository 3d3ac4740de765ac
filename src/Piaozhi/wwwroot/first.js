// Runs before anything is painted: the theme and the width of the rail are known from the first pixel on.
(() => {
  const root = document.documentElement;
  const cookie = name => document.cookie.split('; ').find(c => c.startsWith(name + '='))?.slice(name.length + 1);
  const system = matchMedia('(prefers-color-scheme: dark)');
  const dress = () => {
    const chosen = cookie('pz-theme') ?? 'system';
    root.dataset.theme = chosen === 'system' ? (system.matches ? 'dark' : 'light') : chosen;
    root.dataset.themeChosen = chosen;
  };
  const keep = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };
  dress();
  if (cookie('pz-rail') === 'narrow') root.dataset.rail = 'narrow';
  system.addEventListener('change', dress);
  window.piaozhiLook = { dress, keep };
})();
