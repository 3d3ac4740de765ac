using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Piaozhi.Tests.Browser;

/// <summary>What every page must keep to, whatever is on it; each rule returns what breaks it.</summary>
public static partial class Looks
{
    /// <summary>Names that are written like a key but are none.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "WeChat", "UnionPay", "DuckDB", "PostgreSQL", "SQLite", "DingTalk", "OpenID", "OpenAPI", "OpenTelemetry", "WeCom", "McNemar", "ArrowDown", "GitHub", "JavaScript", "AliPay", "MudBlazor", "YiLong",
    };

    public static async Task<List<string>> BrokenAsync(Window window, string ownWords, bool english)
    {
        var page = window.Page;
        var broken = new List<string>();
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
            broken.Add($"is {overflow} px too wide: " + await page.EvaluateAsync<string>(Widest));
        var heads = await page.Locator("h1:visible").AllInnerTextsAsync();
        if (heads.Count != 1 || heads[0].Trim().Length == 0)
            broken.Add($"has {heads.Count} headings: {string.Join(" | ", heads)}");
        var text = await page.EvaluateAsync<string>(Said);
        broken.AddRange(Key().Matches(text).Select(m => m.Value).Where(k => !Names.Contains(k) && !ownWords.Contains(k, StringComparison.Ordinal)).Distinct().Select(k => "shows a raw key: " + k));
        if (english)
            broken.AddRange(Chinese().Matches(text).Select(m => m.Value).Where(t => !ownWords.Contains(t, StringComparison.Ordinal) && t != "中").Distinct().Select(t => "has Chinese on an English page: " + t));
        var found = await page.EvaluateAsync<JsonElement>(Script);
        broken.AddRange(found.EnumerateArray().Select(e => e.GetString()!));
        return broken;
    }

    /// <summary>All visible text but what is marked as another language, or as code that is shown as it was stored.</summary>
    private const string Said = """
        (() => {
          const said = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement;
            if (e && !e.closest('script,style,noscript,code,samp,pre,body [lang]') && e.checkVisibility({ checkVisibilityCSS: true })) said.push(walk.currentNode.data.trim());
          }
          return said.filter(t => t).join('\n');
        })()
        """;

    /// <summary>The outermost elements that stick out, for whoever mends it.</summary>
    private const string Widest = """
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + e.className).join(' > ')
        """;

    /// <summary>Names of controls, labels of inputs, unique ids, alternatives of pictures, and the contrast of every text (WCAG 2.2 AA).</summary>
    private const string Script = """
        (() => {
          const broken = new Set();
          const seen = e => { const r = e.getBoundingClientRect(); return e.checkVisibility({ checkVisibilityCSS: true }) && r.width > 0 && r.height > 0; };
          const what = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className && e.className.baseVal === undefined ? '.' + String(e.className).trim().split(/\s+/).join('.') : '') + ' "' + (e.textContent || '').trim().slice(0, 30) + '"';
          const byId = ids => (ids || '').split(/\s+/).map(i => document.getElementById(i)?.textContent || '').join('').trim();
          const name = e => (e.getAttribute('aria-label') || byId(e.getAttribute('aria-labelledby')) || e.textContent || e.title || e.querySelector('img')?.alt || e.value || '').trim();
          document.querySelectorAll('a[href], button, summary, [role=button], [role=tab], [role=menuitem]').forEach(e => { if (seen(e) && !name(e)) broken.add('a control without a name: ' + what(e)); });
          document.querySelectorAll('input:not([type=hidden]), select, textarea').forEach(e => {
            if (!seen(e)) return;
            const label = e.getAttribute('aria-label') || byId(e.getAttribute('aria-labelledby')) || e.labels?.[0]?.textContent.trim() || e.title;
            if (!label) broken.add('an input without a label: ' + what(e) + ' ' + (e.name || e.placeholder));
          });
          document.querySelectorAll('img').forEach(e => { if (!e.hasAttribute('alt')) broken.add('a picture without alternative: ' + e.src); });
          const ids = {};
          document.querySelectorAll('[id]').forEach(e => { if (!e.closest('svg')) ids[e.id] = (ids[e.id] || 0) + 1; });
          Object.entries(ids).filter(([, n]) => n > 1).forEach(([id]) => broken.add('an id used twice: ' + id));
          if (!document.documentElement.lang) broken.add('no language');
          let level = 0;
          document.querySelectorAll('main h1, main h2, main h3, main h4').forEach(e => { if (!seen(e)) return; const n = +e.tagName[1]; if (n > level + 1) broken.add('a heading that skips a level: ' + what(e)); level = n; });
          if (document.querySelectorAll('main').length !== 1) broken.add('not one main part');
          document.querySelectorAll('body > *, .pz-side > *').forEach(e => { if (seen(e) && e.innerText?.trim() && !e.matches('main, nav, header, aside, dialog, script, .pz-frame, .pz-side, .pz-skip, [role=region], [role=dialog], [class*=mud-]') && !e.querySelector('main')) broken.add('text outside of every landmark: ' + what(e)); });
          const navs = [...document.querySelectorAll('nav')].filter(seen).map(e => e.getAttribute('aria-label') || '');
          if (navs.includes('') || new Set(navs).size !== navs.length) broken.add('menus that have no name of their own: ' + navs.join(', '));
          document.querySelectorAll('th').forEach(e => { if (!e.textContent.trim()) broken.add('a column without a head: ' + what(e.closest('table'))); });
          document.querySelectorAll('a[aria-label], button[aria-label], summary[aria-label]').forEach(e => { const own = e.innerText?.trim(); if (seen(e) && own && /[\p{L}\p{N}]{2}/u.test(own) && !e.getAttribute('aria-label').includes(own)) broken.add('a control that is called otherwise than it reads: ' + what(e)); });
          document.querySelectorAll('[aria-hidden=true]').forEach(e => { const inner = e.matches('a[href],button') ? e : e.querySelector('a[href]:not([tabindex="-1"]),button:not([tabindex="-1"])'); if (inner && seen(inner)) broken.add('a control that is hidden from readers: ' + what(inner)); });
          document.querySelectorAll('[tabindex]').forEach(e => { if (+e.getAttribute('tabindex') > 0) broken.add('an order of its own: ' + what(e)); });
          document.querySelectorAll('[role=menu]').forEach(e => { if (!e.querySelector('[role=menuitem]')) broken.add('a menu without entries: ' + what(e)); });
          const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return { r: m[0], g: m[1], b: m[2], a: m[3] ?? 1 }; };
          const over = (f, b) => ({ r: f.r * f.a + b.r * (1 - f.a), g: f.g * f.a + b.g * (1 - f.a), b: f.b * f.a + b.b * (1 - f.a), a: 1 });
          const light = c => { const l = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }; return .2126 * l(c.r) + .7152 * l(c.g) + .0722 * l(c.b); };
          const ground = e => { const stack = []; for (let n = e; n; n = n.parentElement) { const c = getComputedStyle(n).backgroundColor; if (c.startsWith('rgb')) { const p = parse(c); if (p.a > 0) stack.push(p); if (p.a === 1) break; } } return stack.reverse().reduce((b, f) => over(f, b), { r: 255, g: 255, b: 255, a: 1 }); };
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement;
            if (!walk.currentNode.data.trim() || !e || !seen(e) || e.closest('script,style,noscript,[disabled],.mud-disabled,[aria-disabled=true],[aria-hidden=true]')) continue;
            const s = getComputedStyle(e);
            if (!s.color.startsWith('rgb')) continue;
            const b = ground(e), f = over(parse(s.color), b), ratio = (Math.max(light(f), light(b)) + .05) / (Math.min(light(f), light(b)) + .05);
            const size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700);
            if (ratio < (large ? 3 : 4.5) - .01) broken.add('contrast ' + ratio.toFixed(2) + ': ' + what(e));
          }
          return [...broken];
        })()
        """;

    [GeneratedRegex(@"\b[a-z]+(\.[a-z-]+){2,}\b|\b[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+\b|\b[A-Z][a-z]+[A-Z][a-z]+[A-Za-z]*\b")]
    private static partial Regex Key();

    [GeneratedRegex(@"[\u3400-\u9fff]+")]
    private static partial Regex Chinese();
}
