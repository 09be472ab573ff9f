namespace Aieh.Api.Tools.Report;

/// <summary>The look of the report: system fonts, light and dark, one column on a phone.</summary>
internal static class PageStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --ink: #1b2430; --soft: #566173; --paper: #fcfcfa; --panel: #f2f3f1; --line: #d8dbd8; --grid: #e6e8e5;
          --c0: #1f5fa8; --c1: #b5500b; --c2: #23794d; --c3: #8b3a8e; --c4: #6d6200; --c5: #0b7285; --warn: #b3261e; --band: #8a94a3; --fill: #1f5fa833; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e7ec; --soft: #a3acba; --paper: #14181d; --panel: #1d2229; --line: #38404a; --grid: #2a3038;
          --c0: #7db4f0; --c1: #f2a067; --c2: #74cb9c; --c3: #d795da; --c4: #d3c860; --c5: #6fd0e0; --warn: #ff8a80; --band: #76808f; --fill: #7db4f040; } }
        * { box-sizing: border-box; }
        html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 76rem; padding: 1.25rem 1rem 4rem; overflow-wrap: break-word; }
        h1, h2 { font-family: Charter, "Iowan Old Style", "Source Serif 4", Georgia, serif; line-height: 1.2; text-wrap: balance; font-weight: 600; }
        h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.4rem); margin: .2em 0; }
        h2 { font-size: clamp(1.3rem, 1.1rem + 1vw, 1.7rem); margin: 0 0 .5em; padding-top: 1.1em; border-top: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1.6em 0 .4em; }
        section { margin-top: 2.6rem; }
        p { max-width: 70ch; margin: 0 0 1em; }
        .lead, .note, figcaption, caption { color: var(--soft); }
        .note { font-size: .9rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; padding: 0; margin: 1rem 0 0; font-size: .95rem; }
        a { color: var(--c0); text-underline-offset: .2em; text-decoration-thickness: from-font; }
        :focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
        dl.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
        .tile { background: var(--panel); border-radius: .5rem; padding: .75rem .9rem; }
        .tile dt { font-size: .8rem; color: var(--soft); }
        .tile dd { margin: 0; }
        .tile b { display: block; font-size: 1.55rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.25; }
        .tile span { font-size: .8rem; color: var(--soft); display: block; line-height: 1.35; }
        .pair, .many { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); margin: 1rem 0; }
        .many { gap: 1rem .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); }
        .several { display: grid; gap: 1.2rem 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); margin: 1rem 0; }
        .one { max-width: 36rem; margin: 1rem 0; } .map { max-width: 27rem; margin: 1rem 0; }
        @media (max-width: 30rem) { .many { grid-template-columns: 1fr 1fr; } }
        figure { margin: 0; min-width: 0; }
        figcaption { font-size: .85rem; line-height: 1.4; margin-top: .3rem; }
        svg { display: block; width: 100%; height: auto; font-family: inherit; }
        .scroll { container-type: inline-size; overflow-x: auto; margin: 1rem 0 1.5rem; max-width: 100%; }
        table { border-collapse: separate; border-spacing: 0; font-size: .88rem; font-variant-numeric: tabular-nums lining-nums; line-height: 1.4; }
        caption { text-align: left; font-size: .88rem; padding: 0 0 .5rem; } caption span { position: sticky; left: 0; display: inline-block; max-width: 100cqi; }
        th, td { padding: .28rem .8rem; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
        thead th { border-bottom: 1px solid var(--ink); vertical-align: bottom; font-weight: 600; }
        th:first-child { text-align: left; padding-left: 0; font-weight: 500; position: sticky; left: 0; background: var(--paper); max-width: 13rem; overflow: hidden; text-overflow: ellipsis; white-space: normal; }
        thead th:first-child { font-weight: 600; }
        .flag { color: var(--warn); font-weight: 600; }
        svg text { fill: var(--ink); font-size: 11.5px; }
        svg .tick { fill: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums; }
        svg .label { fill: var(--soft); font-size: 11.5px; }
        svg .small { font-size: 9.5px; fill: var(--soft); }
        svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
        svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; font-weight: 600; } svg .name { font-size: 12.5px; font-weight: 600; }
        svg polyline, svg line { fill: none; stroke-width: 1; vector-effect: non-scaling-stroke; }
        svg .grid { stroke: var(--grid); } svg .axis { stroke: var(--soft); } svg .cut { stroke: var(--band); stroke-dasharray: 2 3; } svg .limit { stroke: var(--warn); stroke-dasharray: 5 3; } svg line.hot-line { stroke: var(--warn); stroke-width: 2; }
        svg polyline { stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        svg .c0 { stroke: var(--c0); } svg .c1 { stroke: var(--c1); stroke-dasharray: 7 3; } svg .c2 { stroke: var(--c2); stroke-dasharray: 2 3; } svg .c3 { stroke: var(--c3); stroke-dasharray: 9 3 2 3; }
        svg .c4 { stroke: var(--c4); stroke-dasharray: 4 4; } svg .c5 { stroke: var(--c5); stroke-dasharray: 12 4; }
        svg .bar { fill: var(--fill); stroke: var(--c0); stroke-width: .6; } svg .dot { fill: var(--c0); } svg .ring { fill: var(--paper); stroke: var(--ink); stroke-width: 1; } svg .hot { fill: var(--warn); stroke: none; } svg .whisker { stroke: var(--soft); }
        svg text.t0 { fill: var(--c0); } svg text.t1 { fill: var(--c1); } svg text.t2 { fill: var(--c2); } svg text.t3 { fill: var(--c3); } svg text.t4 { fill: var(--c4); } svg text.t5 { fill: var(--c5); }
        footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; font-size: .85rem; color: var(--soft); }
        @media print { body { max-width: none; } section { break-inside: auto; } figure, tr { break-inside: avoid; } }

        """;
}
