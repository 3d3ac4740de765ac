namespace Piaozhi.Analyze;

/// <summary>How the report looks: on paper always light, on a screen as the reader's system wishes, on a phone in one column.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{--ink:#1f2a30;--soft:#56636b;--line:#d5dcdf;--faint:#edf1f2;--bg:#fff;--brand:#0f6b70;--bad:#c62828;--badbg:#fdf1f0;--soon:#8a5a00;--good:#2a7a33;--band:#e4efef}
        @media screen and (prefers-color-scheme:dark){:root{--ink:#e2e8ea;--soft:#a3afb6;--line:#3a454b;--faint:#263035;--bg:#151b1f;--brand:#63bcc0;--bad:#ff8a80;--badbg:#2e1d1d;--soon:#e3b75d;--good:#7bd088;--band:#1d3335}}
        *{box-sizing:border-box}body{max-width:860px;margin:28px auto 48px;padding:0 20px;background:var(--bg);color:var(--ink);font:14px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;text-autospace:normal}
        header{border-top:3px solid var(--brand);padding-top:10px}h1{font-size:24px;line-height:1.35;margin:6px 0 8px;text-wrap:pretty}.lead{font-size:15px;margin:0 0 18px}
        h2{font-size:17px;margin:32px 0 10px;padding-bottom:5px;border-bottom:1px solid var(--line);break-after:avoid}h3{font-size:15px;line-height:1.4;margin:0 0 4px}p{margin:4px 0}
        .meta{color:var(--soft);font-size:12.5px}.bad{color:var(--bad)}.good{color:var(--good)}.soon{color:var(--soon)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(106px,1fr));border-top:1px solid var(--line);border-bottom:1px solid var(--line);padding:12px 0;gap:10px 20px}.figures b{display:block;font-size:24px;line-height:1.25}.figures span{color:var(--soft);font-size:12.5px}
        table{border-collapse:collapse;width:100%}th{font-weight:600;text-align:left;color:var(--soft);font-size:12.5px}td,th{padding:6px 10px 6px 0;border-bottom:1px solid var(--faint);vertical-align:top}td:last-child,th:last-child{padding-right:0}thead th{border-bottom-color:var(--line)}.n{text-align:right;white-space:nowrap}tr{break-inside:avoid}
        .problem,.effect{break-inside:avoid;padding:14px 0 10px;border-bottom:1px solid var(--faint)}.problem dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;margin:6px 0 8px}.problem dt{color:var(--soft)}.problem dd{margin:0}
        ul{padding-left:18px;margin:6px 0}li{margin:2px 0}blockquote{margin:6px 0;padding:0 0 0 12px;border-left:2px solid var(--line);color:var(--soft)}
        figure{margin:8px 0 4px;break-inside:avoid}figcaption{font-size:12.5px;color:var(--soft)}svg{display:block}.chart{width:100%;height:auto}.chart text,.interval text{font-size:11px;fill:var(--soft)}.chart .mark{fill:var(--bad);font-weight:600}
        .onphone{display:none}.grid{stroke:var(--faint)}.band{fill:var(--band)}.when{fill:var(--badbg)}.center{stroke:var(--soft);stroke-opacity:.6}.limit{fill:none;stroke:var(--soft);stroke-dasharray:4 3}.line{fill:none;stroke:var(--soft);stroke-width:1.1;stroke-opacity:.75}.dot{fill:var(--soft)}.left{fill:none;stroke:var(--soft)}.after{fill:var(--brand)}.out{fill:var(--bad)}.since{stroke:var(--bad)}.began{stroke:var(--brand)}
        .effect .row{display:grid;grid-template-columns:1fr 300px;gap:6px 20px;align-items:center}.interval{width:100%;max-width:300px;height:auto}.bar{stroke:var(--ink);stroke-width:2}.point{fill:var(--ink)}.interval.good .bar{stroke:var(--good)}.interval.good .point{fill:var(--good)}.interval.bad .bar{stroke:var(--bad)}.interval.bad .point{fill:var(--bad)}.zero{stroke:var(--soft)}.promise{stroke:var(--soft);stroke-dasharray:3 3}
        .score{width:100%;min-width:90px;max-width:220px;height:18px}.share{display:inline-block;height:8px;background:var(--brand);vertical-align:1px;margin-left:8px}.all{columns:2;column-gap:32px}.all div{display:flex;gap:8px;justify-content:space-between;break-inside:avoid;border-bottom:1px solid var(--faint);padding:2px 0;font-size:12.5px}.all span:last-child{white-space:nowrap}
        footer{margin-top:32px;border-top:1px solid var(--line);padding-top:8px}
        @media (max-width:600px){body{margin:14px auto 32px;padding:0 14px;font-size:16px}h1{font-size:21px}.figures{grid-template-columns:1fr 1fr}.onpage{display:none}.onphone{display:block}.effect .row{grid-template-columns:1fr}.interval text{font-size:13px}.wideonly{display:none}.all{columns:1}.all div{font-size:14px}td,th{padding-right:8px}}
        @page{size:A4;margin:14mm 15mm}@media print{body{margin:0;padding:0;max-width:none;font-size:10pt}h1{font-size:17pt}h2{font-size:12.5pt;margin-top:18pt}.figures b{font-size:17pt}a{color:inherit}.chart{max-height:36mm}.problem,.effect{padding:8pt 0 6pt}.onphone{display:none!important}.onpage{display:block!important}.all div{font-size:8.5pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """;
}
