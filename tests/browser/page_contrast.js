// The contrast of every text of an article against what lies behind it (WCAG 2.2, 1.4.3): the faint ones.
() => {
    const known = new Map();
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const parse = text => {
        if (!known.has(text)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = text;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            known.set(text, [r, g, b, a / 255]);
        }
        return known.get(text);
    };
    const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
    const papers = new Map();
    const paper = element => {
        if (!element) return [255, 255, 255];
        if (!papers.has(element)) {
            const top = parse(getComputedStyle(element).backgroundColor);
            papers.set(element, over(top, paper(element.parentElement)));
        }
        return papers.get(element);
    };
    const light = rgb => {
        const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = rgb.map(c => linear(c / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    for (const element of document.querySelectorAll('article *')) {
        if (element.matches('style, script, option, :disabled')) continue;
        if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        if (!element.getClientRects().length) continue;
        const below = paper(element);
        const ink = light(over(parse(getComputedStyle(element).color), below));
        const [high, low] = [ink, light(below)].sort((a, b) => b - a);
        const ratio = (high + 0.05) / (low + 0.05);
        if (ratio < 4.5) found.push([ratio, element.outerHTML.slice(0, 120)]);
    }
    return found;
}
