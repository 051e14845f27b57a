/// Finds texts with too little contrast in the page, from the computed styles.
enum Contrast {
    /// A JavaScript expression: every visible text whose contrast with its background is below `least`, with both
    /// colours.
    ///
    /// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    static func tooLow(_ least: Double = 4.5) -> String {
        """
        (() => {
          const parts = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const over = (top, below) => {
            const alpha = top[3] ?? 1;
            return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
          };
          const behind = (element) => {
            const layers = [];
            for (let at = element; at; at = at.parentElement) {
              const color = parts(getComputedStyle(at).backgroundColor);
              layers.push(color);
              if ((color[3] ?? 1) === 1) break;
            }
            return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
          };
          const found = [];
          for (const element of document.body.querySelectorAll("*")) {
            const box = element.getBoundingClientRect();
            const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
            if (!isText || !element.checkVisibility() || box.width < 2 || box.height < 2 || element.closest("svg, script")) continue;
            const ground = behind(element);
            const ink = over(parts(getComputedStyle(element).color), ground);
            const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < \(least)) found.push(`${element.className || element.tagName}: ${ratio.toFixed(2)}, ${ink} on ${ground}`);
          }
          return found;
        })()
        """
    }

    /// A JavaScript expression: the number of visible texts, so that an empty page does not pass.
    static let texts = """
        [...document.body.querySelectorAll("*")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== "")).length
        """
}
