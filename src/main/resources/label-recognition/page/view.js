/**
 * How things are shown. Whatever comes from a photo, a file name or a service is text and becomes text: nothing here is parsed as markup.
 */

/** An element with properties and children; a child that is a string is text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property === 'class') {
      made.className = value;
    } else if (property.startsWith('aria-') || property === 'role') {
      made.setAttribute(property, value);
    } else {
      made[property] = value;
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function svg(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, value);
  }
  return made;
}

export function time(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleString();
}

export function plural(count, one, more = `${one}s`) {
  return `${count.toLocaleString()} ${count === 1 ? one : more}`;
}

/** The photo; its outlines come when somebody wants to look at them. */
function figure(address, name) {
  const picture = element('img', { loading: 'lazy', decoding: 'async', alt: `Photo ${name}` });
  const shown = element('figure', {}, picture);
  picture.addEventListener('error', () => shown.replaceChildren(element('p', {}, 'The photo cannot be shown.')));
  picture.src = address;
  return shown;
}

function lines(text) {
  return text.replace(/\n$/, '').split('\n').map((line) => element('span', {}, line === '' ? ' ' : line));
}

/** Draws the outlines of a card's lines over its photo, and lights the two up together. */
async function outline(card, shown, words, address) {
  const answer = await fetch(`${address}/lines`);
  if (!answer.ok) {
    return;
  }
  const places = await answer.json();
  const drawing = svg('svg', { viewBox: `0 0 ${places.width} ${places.height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const spans = [...words.children];
  places.lines.forEach((line, i) => {
    const points = line.corners.map(([x, y]) => `${x},${y}`).join(' ');
    const over = svg('polygon', { points, class: 'over' });
    drawing.append(svg('polygon', { points }), over);
    const span = spans[i];
    if (span && span.textContent === line.text) {
      span.title = `${Math.round(100 * line.confidence)} % sure`;
      span.addEventListener('pointerenter', () => { over.classList.add('lit'); span.classList.add('lit'); });
      span.addEventListener('pointerleave', () => { over.classList.remove('lit'); span.classList.remove('lit'); });
    }
  });
  shown.append(drawing);
}

/** A photo that was read, beside its text. */
export function readCard(photo, boot, say) {
  const address = `/page/${boot}/photos/${photo.id}`;
  const shown = figure(`${address}/small`, photo.name);
  const facts = [time(photo.at)];
  if (photo.seconds !== undefined) {
    facts.push(`${photo.seconds} s`);
  }
  if (photo.calls !== undefined) {
    facts.push(plural(photo.calls, 'call'));
  }
  if (photo.confidence !== undefined) {
    facts.push(`${Math.round(100 * photo.confidence)} % sure`);
  }
  const text = photo.text ?? '';
  const words = element('pre', { tabIndex: 0, role: 'group', 'aria-label': `Text of ${photo.name}` }, ...lines(text));
  const copy = element('button', { type: 'button', 'aria-label': `Copy the text of ${photo.name}` }, 'Copy');
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(`The text of ${photo.name} is copied.`);
      copy.textContent = 'Copied';
    } catch (refused) {
      const range = document.createRange();
      range.selectNodeContents(words);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      say('The browser lets no page copy: the text is selected instead.');
    }
  });
  const none = photo.text === undefined ? 'There is no text here: another format was asked for, or it has been taken away.' : 'No text was found.';
  const card = element('li', {}, shown, element('div', { class: 'words' },
    element('h3', {}, photo.name),
    element('p', { class: 'facts' }, facts.filter((fact) => fact !== '').join(' · ')),
    photo.review ? element('p', { class: 'facts review' }, 'To be reviewed: a line of it is less sure than asked for.') : null,
    text.trim() === '' ? element('p', {}, none) : words,
    text.trim() === '' ? null : copy));
  if (photo.outlined) {
    let asked = false;
    const ask = () => {
      if (!asked) {
        asked = true;
        outline(card, shown, words, address);
      }
    };
    card.addEventListener('pointerenter', ask);
    card.addEventListener('focusin', ask);
  }
  return card;
}

/** A photo that failed, with its reason in words. */
export function failedCard(photo, boot, tryAgain) {
  const again = element('button', { type: 'button', 'aria-label': `Try ${photo.name} again` }, 'Try again');
  again.addEventListener('click', () => {
    // a button that is disabled loses the focus, and whoever has no mouse their place
    if (again.getAttribute('aria-disabled') !== 'true') {
      again.setAttribute('aria-disabled', 'true');
      tryAgain(photo).finally(() => again.removeAttribute('aria-disabled'));
    }
  });
  const facts = [time(photo.at), photo.reason, plural(photo.attempts, 'try', 'tries')];
  return element('li', {}, figure(`/page/${boot}/failed/small?id=${encodeURIComponent(photo.id)}`, photo.name), element('div', { class: 'words' },
    element('h3', {}, photo.name),
    element('p', {}, photo.detail ?? ''),
    element('p', { class: 'facts' }, facts.join(' · ')),
    again));
}

/** Why nothing passes. */
export function stopNotice(stop) {
  return element('p', {}, element('strong', {}, stop.open ? 'Stopped: ' : 'Being tried again: '), stop.message,
    ' Photos stay in the inbox until it is over, and go on by themselves.');
}

/** Why nothing passes while the shared store is away. */
export function storeNotice(store) {
  return stopNotice({ open: true, message: `the shared store cannot be used: ${store.trouble}.` });
}

/** The machines that share a store, those first that are alive. */
export function nodeTable(nodes) {
  const heading = (words) => element('th', { scope: 'col' }, words);
  const row = (node) => element('tr', { class: node.leaseSeconds > 0 ? '' : 'quiet' },
    element('th', { scope: 'row' }, node.isThis ? `${node.number} (this one)` : `${node.number}`),
    element('td', {}, node.name), element('td', {}, time(node.since)),
    element('td', {}, node.leaseSeconds > 0 ? `${Math.round(node.leaseSeconds)} s` : 'gone'),
    element('td', {}, node.photos.toLocaleString()), element('td', {}, node.tasks.toLocaleString()));
  const alive = (node) => (node.leaseSeconds > 0 ? 0 : 1);
  return element('table', {},
    element('thead', {}, element('tr', {}, ...['Node', 'Process and host', 'Since', 'Lease', 'Photos taken up', 'Photos sent'].map(heading))),
    element('tbody', {}, ...[...nodes].sort((one, other) => alive(one) - alive(other) || one.number - other.number).map(row)));
}
