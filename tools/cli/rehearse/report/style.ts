/** How the report looks: light and dark, on a screen and on paper, without anything that has to be fetched. */
import { html } from '../../output/html';

export const STYLE = html`
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--paper:#fff;--card:#f6f7f9;--line:#dfe3e8;--good:#0b7a4b;--good-soft:#d9f2e5;
--bad:#b3261e;--bad-soft:#fbe3e1;--warn:#8a5a00;--warn-soft:#fdf0d2;--accent:#1f5fbf;--accent-soft:#e2ecfb;--cut:#c8372d}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--paper:#12161c;--card:#1a2028;--line:#303945;--good:#5bd39b;
--good-soft:#123326;--bad:#ff8a80;--bad-soft:#43201d;--warn:#f0c05a;--warn-soft:#3b2f12;--accent:#82b1ff;--accent-soft:#1a2b47;--cut:#e0564b}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1144px;margin:0 auto;padding:32px}
.mono,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
h1{font-size:1.6em;line-height:1.25;margin:0 0 4px}
h2{font-size:1.12em;margin:36px 0 10px;padding-bottom:6px;border-bottom:1px solid var(--line)}
h3{font-size:.95em;margin:18px 0 6px;color:var(--soft);font-weight:600}
p{margin:6px 0}
.sub,.note,.kind,.none{color:var(--soft)}
.kind{font-size:.82em}
.verdict{margin:20px 0;padding:14px 18px;border-radius:8px;border-left:6px solid}
.verdict strong{font-size:1.12em}
.verdict.good{background:var(--good-soft);border-color:var(--good)}
.verdict.bad{background:var(--bad-soft);border-color:var(--bad)}
.verdict ul{margin:6px 0 0;padding-left:20px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px}
.figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 16px}
.figure b{display:block;font-size:1.5em;line-height:1.3}
.figure.bad b{color:var(--bad)}
.figure span{color:var(--soft);font-size:.87em}
table{border-collapse:collapse;width:100%;font-size:.92em}
table.narrow{width:auto;min-width:420px}
th{text-align:left;color:var(--soft);font-weight:600;font-size:.86em}
th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
tr.unchanged td{color:var(--soft)}
tr.lost td{background:color-mix(in srgb,var(--bad-soft) 45%,transparent)}
td:last-child{padding-right:0}
td.ends{white-space:nowrap}
.badge{display:inline-block;padding:0 8px;border-radius:9px;font-size:.78em;line-height:1.6;white-space:nowrap;background:var(--card);color:var(--soft);border:1px solid var(--line)}
.badge.changed{background:var(--accent-soft);color:var(--accent);border-color:transparent}
.badge.new,.badge.gained{background:var(--good-soft);color:var(--good);border-color:transparent}
.badge.lost,.badge.dead,.badge.against{background:var(--bad-soft);color:var(--bad);border-color:transparent}
.badge.gone,.badge.accepted{background:var(--warn-soft);color:var(--warn);border-color:transparent}
.path span{display:inline-block}
.path span:not(:last-child)::after{content:" →";color:var(--soft);white-space:pre;margin-right:.5em}
p.said{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 16px}
svg+table{margin-top:14px}
.reason{color:var(--bad);font-size:.9em}
ul.said{list-style:none;padding:0;margin:0}
ul.said li{margin:0 0 10px}
.journal td:first-child{width:70px;color:var(--soft)}
.journal tr.stack td{color:var(--soft)}
svg{display:block;width:100%;height:auto;font:12px system-ui,"DejaVu Sans",sans-serif}
svg text{fill:var(--ink)}
svg .mono{font:11.5px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
svg .small{font-size:10.5px;fill:var(--soft)}
svg .heading,svg .axis{fill:var(--soft);font-size:11px}
.box{fill:var(--card);stroke:var(--line);stroke-width:1.2}
.box.changed{fill:var(--accent-soft);stroke:var(--accent)}
.box.down{fill:var(--bad-soft);stroke:var(--bad)}
.edge{fill:none;stroke:var(--soft);stroke-width:1.4}
.grid{stroke:var(--line)}
.passes{fill:var(--good-soft)}
.cut{fill:var(--cut)}
.stated{fill:var(--accent-soft);stroke:var(--accent);stroke-dasharray:4 3}
svg .on-stated{fill:var(--accent)}
svg .on-cut{fill:#fff;font-weight:600}
.phase{stroke:var(--accent);stroke-width:1.2;stroke-dasharray:3 3}
svg .phase-name{fill:var(--accent)}
.scroll{overflow-x:auto}
footer{margin-top:40px;color:var(--soft);font-size:.87em}
@page{size:A4;margin:14mm}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--card:#f4f5f7;--line:#ccc;--good:#0b6b42;--good-soft:#d9f2e5;--bad:#a1221b;
--bad-soft:#fbe3e1;--warn:#7a5000;--warn-soft:#fdf0d2;--accent:#1f5fbf;--accent-soft:#e2ecfb;--cut:#c8372d}
body{font-size:9pt}main{max-width:none;padding:0}.figures{grid-template-columns:repeat(5,1fr);gap:8px}.figure{padding:8px 10px}
h2{margin-top:22px}section>p{break-after:avoid}th,td{padding:3px 10px 3px 0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
h2,h3{break-after:avoid}tr,.figure,.verdict,svg,ul.said li{break-inside:avoid}thead{display:table-header-group}}
`;
