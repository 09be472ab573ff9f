namespace Aieh.Api.Tests.Pages;

/// <summary>What is asked of a page from inside. Each gives a list of what is wrong.</summary>
internal static class PageScripts
{
    public const string FaultsOfStructure = """
        () => {
          const faults = [];
          if (!document.documentElement.lang) faults.push("no language");
          if (!document.title.trim()) faults.push("no title");
          const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
          const first = headings.filter(heading => heading.tagName === "H1").length;
          if (first !== 1) faults.push(`${first} headings of the first level`);
          let level = 0;
          for (const heading of headings) {
            const next = Number(heading.tagName[1]);
            if (next > level + 1) faults.push(`h${next} after h${level}: ${heading.textContent.trim()}`);
            level = next;
          }
          return faults;
        }
        """;

    /// <summary>The innermost elements that reach beyond the right edge, unless they scroll inside something.</summary>
    public const string WiderThanTheScreen = """
        () => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const isWider = element => element.getBoundingClientRect().right > width + 0.5;
          const wider = [...document.body.querySelectorAll("*")].filter(isWider);
          return wider.filter(element => ![...element.children].some(isWider))
            .map(element => `${element.outerHTML.slice(0, 120)} reaches ${Math.round(element.getBoundingClientRect().right)} of ${width}`);
        }
        """;

    /// <summary>
    /// What is said on the page or in its attributes, with letters outside the brackets of the pseudo locale, and not marked as content: by
    /// <c>data-content</c> on it or around it. What is hidden may be shown later, and is looked at too.
    /// </summary>
    public const string BareWords = """
        () => {
          const attributes =
            ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "alt", "label", "placeholder", "title"];
          const buttons = ["submit", "button", "reset"];
          const bare = [];
          const outside = text => {
            for (let before = ""; before !== text;) [before, text] = [text, text.replace(/⟦[^⟦⟧]*⟧/g, "")];
            return text;
          };
          const look = (element, place, text) => {
            if (element.closest("[data-content], script, style") || !/\p{L}/u.test(outside(text))) return;
            bare.push(`${element.localName}${place}: ${text.trim()}`);
          };
          const walk = (root, owner = root) => {
            for (const node of root.childNodes) {
              if (node instanceof Text) look(owner, "", node.data);
              if (!(node instanceof Element)) continue;
              const names = [...attributes];
              if (node.matches("input") && buttons.includes(node.type)) names.push("value");
              if (node.matches("meta[name='description']")) names.push("content");
              for (const name of names) if (node.hasAttribute(name)) look(node, ` ${name}`, node.getAttribute(name));
              walk(node);
              if (node instanceof HTMLTemplateElement && !node.closest("[data-content]")) walk(node.content, node);
            }
          };
          walk(document.documentElement);
          return bare;
        }
        """;
}
