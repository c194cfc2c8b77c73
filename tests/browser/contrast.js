// The contrast of every text in a widget against what lies behind it (WCAG 2.2, 1.4.3).
() => {
    const parse = text => {
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.fillStyle = text;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], below) =>
        [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
    const paper = element => {
        const layers = [];
        for (let e = element; e; e = e.parentElement) {
            layers.unshift(parse(getComputedStyle(e).backgroundColor));
        }
        return layers.reduce((below, top) => over(top, below), [255, 255, 255]);
    };
    const light = rgb => {
        const linear = c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = rgb.map(c => linear(c / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    for (const element of document.querySelectorAll('.dcmteach-widget *')) {
        const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        const holds = element.matches('input, textarea, select');
        const seen = element.getClientRects().length && !element.matches('style, option, :disabled');
        if (!seen || !(says || holds)) continue;
        const below = paper(element);
        const ink = light(over(parse(getComputedStyle(element).color), below));
        const [high, low] = [ink, light(below)].sort((a, b) => b - a);
        found.push([(high + 0.05) / (low + 0.05), element.outerHTML.slice(0, 120)]);
    }
    return found;
}
