/* Every visible text of a page whose contrast with what is behind it is below WCAG AA (1.4.3). */
() => {
  const parse = (colour) => {
    const found = colour.match(/[\d.]+/g);
    return found && colour.startsWith("rgb") ? found.map(Number) : null;
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => {
      const share = v / 255;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const over = (top, under, alpha) => top.slice(0, 3).map((v, i) => v * alpha + under[i] * (1 - alpha));
  const alphaOf = (rgb) => (rgb.length > 3 ? rgb[3] : 1);
  const opacity = (element) => {
    let all = 1;
    for (let e = element; e; e = e.parentElement) { all *= Number(getComputedStyle(e).opacity); }
    return all;
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour && alphaOf(colour) > 0) { layers.unshift([colour, alphaOf(colour)]); }
    }
    return layers.reduce((under, [colour, alpha]) => over(colour, under, alpha), [255, 255, 255]);
  };
  const drawn = ["path", "rect", "circle", "polygon", "use"];
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement, style = getComputedStyle(element);
    if (!node.textContent.trim() || ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"].includes(element.tagName)) { continue; }
    if (!element.getClientRects().length || style.visibility === "hidden") { continue; }
    const svg = element.ownerSVGElement;
    const colour = parse(svg ? style.fill : style.color);
    let ground = behind(svg || element);
    if (svg) {
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = element.getBoundingClientRect();
      const under = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
        .find((e) => e.ownerSVGElement && (e.tagName === "image" ||
          (drawn.includes(e.tagName) && getComputedStyle(e).fill !== "none")));
      if (under && under.tagName === "image") { continue; } /* a shade that only the picture knows */
      const fill = under && parse(getComputedStyle(under).fill);
      if (fill) { ground = over(fill, ground, Number(getComputedStyle(under).fillOpacity) * opacity(under)); }
    }
    const shown = over(colour, ground, alphaOf(colour) * opacity(element));
    const size = parseFloat(style.fontSize), isBold = Number(style.fontWeight) >= 700;
    const needed = size >= 24 || (isBold && size >= 18.66) ? 3 : 4.5;
    if (contrast(shown, ground) < needed) {
      found.push([contrast(shown, ground).toFixed(2), shown.map(Math.round), ground.map(Math.round), node.textContent.trim().slice(0, 60)].join(" | "));
    }
  }
  return found;
}
