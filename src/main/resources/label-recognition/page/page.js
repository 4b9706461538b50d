/** Keeps the page as the application is: loads everything once, then hears what changes. */
import { element, failedCard, nodeTable, plural, readCard, stopNotice, storeNotice } from '/page/view.js';

const MOST_KEPT = 1000;
const PAGE = 30;

const at = (id) => document.getElementById(id);
let boot = '';
let state = { inboxes: [], stops: [], budgets: [], calls: 0, stores: [] };
/** The photos that were read, the latest first. */
let photos = [];
let shown = PAGE;
let events = null;

function say(words) {
  at('said').textContent = words;
}

// ---- what is seen

function showState() {
  const inFlight = state.inboxes.reduce((sum, inbox) => sum + inbox.inFlight, 0);
  const waiting = state.inboxes.reduce((sum, inbox) => sum + inbox.waiting, 0);
  at('summary').textContent = state.inboxes.length === 0 ? 'No inbox is watched.'
    : `Watching ${state.inboxes.map((inbox) => inbox.folder).join(', ')}: ${inFlight + waiting === 0 ? 'nothing to do' : `${inFlight} in flight, ${waiting} waiting`}.`;
  at('flight-count').textContent = inFlight;
  at('flight').replaceChildren(...state.inboxes.flatMap((inbox) => inbox.names).map((name) => element('li', {}, name)));
  at('waiting').textContent = waiting === 0 ? (inFlight === 0 ? 'Nothing: what lies in the inbox shows here.' : '') : `${plural(waiting, 'photo')} waiting in the inbox.`;
  const stops = [...state.stores.filter((store) => store.trouble !== null).map((store) => storeNotice(store)), ...state.stops.map((stop) => stopNotice(stop))];
  const said = stops.map((stop) => stop.textContent).join();
  if (at('stops').dataset.said !== said) {
    // an alert that is drawn anew is read anew
    at('stops').dataset.said = said;
    at('stops').replaceChildren(...stops);
  }
  at('cost').replaceChildren(...costs());
  const nodes = state.stores.flatMap((store) => store.nodes);
  at('nodes-section').hidden = nodes.length === 0;
  at('nodes-count').textContent = nodes.filter((node) => node.leaseSeconds > 0).length;
  at('nodes').replaceChildren(nodeTable(nodes));
  const choice = at('inbox');
  if (choice.options.length !== state.inboxes.length) {
    choice.replaceChildren(...state.inboxes.map((inbox) => element('option', { value: inbox.id }, inbox.folder)));
    at('inbox-choice').hidden = state.inboxes.length < 2;
    at('files').accept = (state.inboxes[0]?.include ?? '').split(',').map((ending) => `.${ending.trim()}`).join(',');
  }
}

function costs() {
  const budgets = state.budgets.map((budget) => {
    const spent = budget.limit - budget.left;
    return element('div', {}, element('p', {}, `${spent.toLocaleString()} of ${plural(budget.limit, 'call')} of this month made, ${Math.max(0, budget.left).toLocaleString()} left: ${budget.account}`),
      element('meter', { max: budget.limit, value: spent, high: 0.9 * budget.limit, 'aria-label': `Calls made of ${budget.account}` }));
  });
  if (budgets.length) {
    return budgets;
  }
  return [element('p', {}, `${plural(state.calls, 'call')} made this month (UTC).`),
    element('p', { class: 'quiet' }, 'There is no budget: label.calls-per-month sets one.')];
}

/** Cards that are there already stay: whoever is reading one, or is at its button, keeps their place. */
function showCards(list, items, key, made) {
  const cards = new Map([...list.children].map((card) => [card.dataset.key, card]));
  const next = items.map((item) => {
    const card = cards.get(key(item)) ?? made(item);
    card.dataset.key = key(item);
    return card;
  });
  const kept = new Set(next);
  const hadFocus = list.contains(document.activeElement);
  [...list.children].filter((card) => !kept.has(card)).forEach((card) => card.remove());
  next.forEach((card, i) => {
    if (list.children[i] !== card) {
      list.insertBefore(card, list.children[i] ?? null);
    }
  });
  if (hadFocus && !list.contains(document.activeElement)) {
    (list.querySelector('button') ?? at('read-heading')).focus();
  }
}

function showFailures(failures) {
  at('failed-section').hidden = failures.length === 0;
  at('failed-count').textContent = failures.length;
  showCards(at('failed'), failures, (photo) => `${boot} ${photo.id} ${photo.at}`, (photo) => failedCard(photo, boot, tryAgain));
}

function found() {
  const words = at('search').value.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  return words.length === 0 ? photos : photos.filter((photo) => {
    const content = `${photo.name}\n${photo.text ?? ''}`.toLowerCase();
    return words.every((word) => content.includes(word));
  });
}

function showPhotos() {
  const wanted = found();
  showCards(at('read'), wanted.slice(0, shown), (photo) => `${boot} ${photo.id}`, (photo) => readCard(photo, boot, say));
  at('read-count').textContent = photos.length;
  at('more').hidden = wanted.length <= shown;
  at('found').textContent = at('search').value.trim() === '' ? '' : `${plural(wanted.length, 'photo')} found`;
}

let drawing = false;
function showPhotosSoon() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => {
      drawing = false;
      showPhotos();
    });
  }
}

// ---- what is done

async function tryAgain(photo) {
  const answer = await fetch(`/page/failed/try-again?id=${encodeURIComponent(photo.id)}`, { method: 'POST' });
  say(answer.ok ? `${photo.name} is back in the inbox.` : `${photo.name}: ${await answer.text()}`);
}

async function handIn(file) {
  const line = element('li', {}, `${file.name}: being handed in…`);
  at('uploads').prepend(line);
  while (at('uploads').children.length > 20) {
    at('uploads').lastChild.remove();
  }
  const inbox = at('inbox').value || '0';
  let words;
  let fine = false;
  try {
    const answer = await fetch(`/page/photos?inbox=${inbox}&name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
    fine = answer.ok;
    words = fine ? `in the inbox as ${(await answer.json()).name}` : await answer.text();
  } catch (broken) {
    words = 'the application could not be reached.';
  }
  line.textContent = `${file.name}: ${words}`;
  line.className = fine ? '' : 'bad';
}

async function handInAll(files) {
  for (const file of files) {
    await handIn(file);
  }
}

// ---- what is heard

function order() {
  photos.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : other.id - one.id));
  photos.length = Math.min(photos.length, MOST_KEPT);
}

async function load() {
  const answer = await fetch('/page/state');
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  const all = await answer.json();
  boot = all.state.boot;
  state = all.state;
  photos = all.read;
  order();
  showState();
  showFailures(all.failures);
  showPhotos();
  listen(all.last);
}

function listen(last) {
  events?.close();
  events = new EventSource(`/page/events?after=${last}`);
  events.addEventListener('state', (event) => {
    const told = JSON.parse(event.data);
    if (told.boot !== boot) {
      // the application was started anew
      events.close();
      begin();
      return;
    }
    state = told;
    showState();
  });
  events.addEventListener('read', (event) => {
    const photo = JSON.parse(event.data);
    if (!photos.some((other) => other.id === photo.id)) {
      photos.push(photo);
      order();
      showPhotosSoon();
    }
  });
  events.addEventListener('failures', (event) => showFailures(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    at('summary').textContent = 'The application cannot be reached. The page goes on when it is back.';
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(begin, 3000);
    }
  });
  events.addEventListener('open', showState);
}

function begin() {
  load().catch(() => {
    at('summary').textContent = 'The application cannot be reached. The page goes on when it is back.';
    setTimeout(begin, 3000);
  });
}

at('search').addEventListener('input', () => {
  shown = PAGE;
  showPhotosSoon();
});
at('more').addEventListener('click', () => {
  shown += PAGE;
  showPhotos();
});
at('files').addEventListener('change', () => {
  handInAll([...at('files').files]).then(() => { at('files').value = ''; });
});
for (const kind of ['dragenter', 'dragover']) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    at('drop').classList.add('over');
  });
}
addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) {
    at('drop').classList.remove('over');
  }
});
addEventListener('drop', (event) => {
  event.preventDefault();
  at('drop').classList.remove('over');
  handInAll([...event.dataTransfer.files]);
});
begin();
