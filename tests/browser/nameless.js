// The controls in a widget that have neither a label nor a text of their own.
() => [...document.querySelectorAll('.dcmteach-widget :is(input, select, button, textarea)')]
    .filter(e => e.getClientRects().length)
    .filter(e => ![...(e.labels || [])].some(label => label.innerText.trim()))
    .filter(e => !e.innerText.trim() && !e.getAttribute('aria-label') || e.matches('select'))
    .map(e => e.outerHTML.slice(0, 120))
