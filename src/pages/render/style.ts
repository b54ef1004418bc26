/** The one style sheet of the pages: no fonts, no pictures, no script. Contrast is that of WCAG 2.2 AA in both themes. */
export const style = `
:root{color-scheme:light dark;--bg:#fbfaf8;--panel:#fff;--ink:#1d1c1a;--soft:#5b5852;--line:#e3dfd7;--accent:#0f5c55;--accent-ink:#fff;--wash:#f1eee8;
--critical:#9d1226;--critical-wash:#fde7e8;--high:#944006;--high-wash:#fdecdd;--medium:#6d5200;--medium-wash:#fbf1cf;--low:#1f6140;--low-wash:#e2f3e8;
--mono:ui-monospace,SFMono-Regular,"Cascadia Code","JetBrains Mono",Menlo,Consolas,monospace}
@media (prefers-color-scheme:dark){:root{--bg:#141413;--panel:#1c1c1a;--ink:#edebe6;--soft:#b0aca3;--line:#34322e;--accent:#7fd1c4;--accent-ink:#08211e;--wash:#24231f;
--critical:#ff9aa4;--critical-wash:#431a1f;--high:#ffb27a;--high-wash:#432713;--medium:#ecd07a;--medium-wash:#3a3013;--low:#8fd6ab;--low-wash:#16321f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
.wide{width:min(76rem,100% - 2.5rem);margin-inline:auto}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:.2rem solid var(--accent);outline-offset:.15rem;border-radius:.2rem}
.skip{position:absolute;left:-99rem;top:0;background:var(--accent);color:var(--accent-ink);padding:.6rem 1rem;z-index:2}
.skip:focus{left:0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.trap{position:absolute;left:-99rem}
.top{background:var(--panel);border-bottom:1px solid var(--line)}
.top .wide{display:flex;flex-wrap:wrap;gap:.6rem 1.6rem;align-items:center;padding-block:.8rem}
.brand{color:var(--ink);font-weight:650;text-decoration:none;display:flex;align-items:center;gap:.5rem;letter-spacing:-.01em}
.brand span:last-child{color:var(--soft);font-weight:450}
.mark{width:1.1rem;height:1.1rem;border-radius:.32rem;background:linear-gradient(90deg,var(--accent) 0 38%,transparent 38% 62%,var(--accent) 62%)}
.top nav{display:flex;gap:1.2rem}
.top nav a{color:var(--soft);text-decoration:none;padding-block:.3rem}
.top nav a[aria-current]{color:var(--ink);font-weight:600}
.top nav a:hover{color:var(--ink);text-decoration:underline}
.top form{margin-left:auto}
form[role=search]{display:flex;gap:.4rem}
input,textarea{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--soft);border-radius:.5rem;padding:.45rem .75rem;width:100%;min-width:0}
::placeholder{color:var(--soft);opacity:1}
button,.button{font:inherit;font-weight:600;color:var(--accent-ink);background:var(--accent);border:1px solid var(--accent);border-radius:.5rem;padding:.45rem 1rem;cursor:pointer;text-decoration:none;display:inline-block;white-space:nowrap}
button:hover,.button:hover{filter:brightness(1.08)}
.top input{width:15rem}.top button{background:none;color:var(--accent)}
main{padding-block:1.6rem 4rem}
.trail ol{display:flex;flex-wrap:wrap;gap:.2rem .5rem;list-style:none;margin:0 0 1rem;padding:0;font-size:.9rem;color:var(--soft)}
.trail li+li::before{content:"/";margin-right:.5rem;color:var(--soft)}
h1,h2,h3{line-height:1.2;letter-spacing:-.015em;text-wrap:balance;margin:0 0 .6rem}
h1{font-size:clamp(1.7rem,1.2rem + 2.2vw,2.6rem);font-weight:680}
h2{font-size:1.35rem;font-weight:650}
h3{font-size:1.05rem;font-weight:650}
p{margin:0 0 .9rem;max-width:44rem}
.mono,code,pre,.hash{font-family:var(--mono);font-size:.92em;letter-spacing:0}
h1.mono{font-size:clamp(1.5rem,1.1rem + 2vw,2.3rem);letter-spacing:-.02em}
.head{margin-bottom:2rem}
.lead{font-size:1.12rem;color:var(--soft);max-width:48rem;text-wrap:pretty}
.hero{padding-block:1.4rem .4rem}
.search{max-width:38rem;margin-top:1.2rem}
.search input{padding:.7rem 1rem;font-size:1.05rem}
.search button{padding-inline:1.4rem}
.id,.quiet{color:var(--soft);font-size:.92rem}
.id{font-family:var(--mono);margin-top:-.3rem}
.kinds{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
.badge,.tag{font-size:.78rem;font-weight:650;line-height:1;padding:.36rem .6rem;border-radius:99rem;white-space:nowrap}
.tag{background:var(--wash);color:var(--soft);font-weight:550}
.badge::before{content:"";display:inline-block;width:.5rem;height:.5rem;border-radius:50%;background:currentColor;margin-right:.4rem}
.badge.critical{color:var(--critical);background:var(--critical-wash)}
.badge.high{color:var(--high);background:var(--high-wash)}
.badge.medium{color:var(--medium);background:var(--medium-wash)}
.badge.low,.badge.good{color:var(--low);background:var(--low-wash)}
.dot{display:inline-block;width:.6rem;height:.6rem;border-radius:50%;margin-right:.35rem}
.dot.critical,.bar .critical{background:var(--critical)}.dot.high,.bar .high{background:var(--high)}.dot.medium,.bar .medium{background:var(--medium)}.dot.low,.bar .low{background:var(--low)}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 20rem;gap:2.5rem 3rem;align-items:start}
.columns.turned{grid-template-columns:minmax(0,1fr) 16rem}
section{margin-bottom:2.4rem}
aside section{background:var(--panel);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.2rem;margin-bottom:1rem}
aside h2{font-size:1rem}
aside h3{font-size:.92rem;margin-top:1rem}
dl{margin:0}
dt{color:var(--soft);font-size:.84rem}
dd{margin:0 0 .7rem}
dl.flow dt{font-weight:600}
.hash{font-size:.74rem;word-break:break-all;color:var(--soft)}
.items{list-style:none;margin:0 0 1rem;padding:0;border-top:1px solid var(--line)}
.item{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center;padding:.6rem .1rem;border-bottom:1px solid var(--line)}
.item .name{font-family:var(--mono);font-size:.94rem;text-underline-offset:.32em}
.item .of{color:var(--soft);font-size:.92rem}
.item .kinds{margin-left:auto}
.item.attack .of{flex-basis:100%}
.cards{list-style:none;margin:0 0 1rem;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr));gap:1rem}
.cards.four{grid-template-columns:repeat(auto-fill,minmax(min(12rem,100%),1fr))}
.card{background:var(--panel);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.2rem;display:flex;flex-direction:column}
.card h2,.card h3{font-size:1.05rem}
.card p{font-size:.94rem;margin-bottom:.6rem}
.card h3 a,.card h2 a{color:var(--ink);text-decoration:none}
.card h3 a:hover,.card h2 a:hover{text-decoration:underline}
.card .bar{margin-top:auto}
.bar{display:flex;gap:2px;height:.45rem;border-radius:99rem;overflow:hidden;margin:.4rem 0 .5rem;max-width:30rem}
.bar span{flex:1 1 0}
${Array.from({ length: 20 }, (_, at) => `.w${at + 1}{flex-grow:${at + 1}!important}`).join('')}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin:0 0 .5rem;padding:0;font-size:.86rem;color:var(--soft)}
.notice{background:var(--wash);border-left:.25rem solid var(--accent);border-radius:.3rem;padding:.7rem 1rem}
.notice.bad{border-color:var(--critical)}.notice.good{border-color:var(--low)}
table{border-collapse:collapse;width:100%;font-size:.94rem}
caption{text-align:left;color:var(--soft);font-size:.86rem;padding-bottom:.3rem}
th,td{text-align:left;padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--line);font-weight:400;vertical-align:top}
thead th{color:var(--soft);font-size:.84rem}
.scroll{overflow-x:auto;margin-bottom:1rem}
figure{margin:0 0 1rem;background:var(--wash);border-radius:.8rem;padding:1rem 1.2rem}
blockquote{margin:0;max-height:22rem;overflow-y:auto}
.quoted{white-space:pre-wrap;margin:0 0 .5rem}
figcaption{color:var(--soft);font-size:.84rem}
.evidence,.plain{margin:0 0 1rem;padding-left:1.2rem}
.evidence{list-style:none;padding:0}
.evidence li{padding:.35rem 0}
.field{display:inline-block;min-width:8rem;color:var(--soft)}
q{font-family:var(--mono);font-size:.92em}
.policy pre,pre{background:var(--panel);border:1px solid var(--line);border-radius:.8rem;padding:1rem 1.2rem;overflow:auto;max-height:30rem;line-height:1.5;margin:0 0 1rem}
code{background:var(--wash);padding:.1em .35em;border-radius:.3rem}
pre code{background:none;padding:0;white-space:pre;overflow-wrap:normal}
details{border:1px solid var(--line);border-radius:.6rem;background:var(--panel);margin-bottom:.6rem}
summary{cursor:pointer;padding:.65rem 1rem;font-weight:600}
details>*:not(summary){margin-inline:1rem}
details .policy{margin-bottom:1rem}
.steps{padding-left:1.3rem}.steps li{padding:.25rem 0;max-width:44rem}
.facets section{background:none;border:0;padding:0}
.facets h2{text-transform:capitalize;font-size:.92rem}
.facets ul{list-style:none;margin:0;padding:0}
.facets a{display:flex;justify-content:space-between;gap:1rem;padding:.3rem .6rem;border-radius:.4rem;text-decoration:none;color:var(--ink)}
.facets a .quiet{flex:none}
.facets a:hover{background:var(--wash)}
.facets a[aria-current]{background:var(--wash);font-weight:650}
.pages{display:flex;gap:1.2rem;align-items:center;padding:.6rem 0}
.contact{border-top:1px solid var(--line);padding-top:1.6rem;margin-top:3rem}
.contact form{max-width:34rem}
label{display:block;font-size:.92rem;color:var(--soft);margin-bottom:.2rem}
.bottom{border-top:1px solid var(--line);padding-block:1.5rem;color:var(--soft);font-size:.88rem}
.bottom .wide{display:flex;flex-wrap:wrap;gap:.4rem 2rem;justify-content:space-between}
.bottom a+a{margin-left:1rem}
@media (max-width:60rem){.columns,.columns.turned{grid-template-columns:minmax(0,1fr)}.columns.turned aside{order:-1}.facets{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:1rem}.facets section{margin:0}.turned{gap:1.5rem}}
@media (max-width:40rem){.top form{margin-left:0;width:100%}.top input{width:100%}.item .kinds{margin-left:0;width:100%}.field{display:block}}
@media (prefers-reduced-motion:no-preference){a,button,.button{transition:color .12s,background-color .12s}}
@media print{.top form,.contact,.skip{display:none}}
`;
