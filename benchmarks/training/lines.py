"""Lines of lettering as photos of labels and signs have them, cut out as the reader cuts them: drawn, bent out of shape, lit, and photographed."""
import math
import random
import subprocess

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

HEIGHT = 48
WIDEST = 520
SIZE = 56
CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
DIGITS = '0123456789'
NEEDED = set(CAPITALS + CAPITALS.lower() + DIGITS + '.,-&')
UNITS = 'g kg ml L oz lb lbs mm cm m km V W Hz GB MB % °C °F pcs x fl.oz mg mAh MHz km/h kcal kJ inch'.split()
MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
AFTER_A_WORD = [',', ' &', '.', ':', ' -', "'s", '!', ' +', ' /', ';']
# typefaces of signs in the places of letters
ORNAMENTS = 'D050000L', 'LinBiolinum_K', 'ymbol'
AFTER_ALL = ['.', '!', ',', ':', '?', '®', '™', ')']


class Texts:
    """What labels say: words as common as they are, names, prices, figures and codes."""

    def __init__(self, words, chance):
        """words: pairs of a word and its frequency, 0 and more."""
        self.chance = chance
        usual = [(word, frequency) for word, frequency in words if word.isascii() and len(word) < 16]
        self.common = [word for word, frequency in usual if frequency >= 9]
        self.weights = np.cumsum([1.35 ** frequency for _, frequency in usual if frequency >= 9]).tolist()
        self.rare = [word for word, frequency in usual if frequency < 9]

    def word(self):
        if self.chance.random() < .25:
            return self.chance.choice(self.rare)
        return self.chance.choices(self.common, cum_weights=self.weights)[0]

    def name(self):
        """A word of no language."""
        r = self.chance
        if r.random() < .35:
            return ''.join(r.choice(CAPITALS) for _ in range(r.randint(2, 8))).lower()
        return ''.join(r.choice('bcdfghjklmnprstvwxyz') + r.choice('aeiou') + (r.choice('bcdfghjklmnprstvwxyz') if r.random() < .35 else '')
                       for _ in range(r.randint(1, 4)))

    def some(self, characters, least, most=None):
        return ''.join(self.chance.choice(characters) for _ in range(self.chance.randint(least, most or least)))

    def amount(self):
        r = self.chance
        whole = str(r.randint(0, 999) if r.random() < .25 else r.randint(0, 30))
        kind = r.random()
        return whole if kind < .15 else whole + (',' if kind < .3 else '.') + self.some(DIGITS, 2)

    def price(self):
        sign, amount = self.chance.choice('$$$€€££¥¢'), self.amount()
        if sign == '¢':
            return self.some(DIGITS, 1, 2) + sign
        return self.chance.choice([sign + amount, sign + amount, sign + ' ' + amount, amount + sign, amount + ' ' + sign])

    def date(self):
        r, two = self.chance, lambda: self.some(DIGITS, 2)
        return r.choice([lambda: f'{two()}/{two()}/{self.some(DIGITS, r.choice([2, 4]))}', lambda: f'{two()}.{two()}.{self.some(DIGITS, 4)}',
                         lambda: f'{two()} {r.choice(MONTHS)} {self.some(DIGITS, 4)}', lambda: f'{r.randint(0, 23)}:{two()}',
                         lambda: f'{r.randint(0, 23)}:{two()}-{r.randint(0, 23)}:{two()}',
                         lambda: f'{r.randint(1, 12)}{r.choice(["am", "pm", " AM", " PM"])}'])()

    def telephone(self):
        r = self.chance
        area = r.choice([f'({self.some(DIGITS, 3)}) ', self.some(DIGITS, 3) + '-', self.some(DIGITS, 4) + ' ', self.some(DIGITS, 2) + ' '])
        return r.choice(['+', '', '', 'Tel. ', 'Tel: ', 'Call ']) + area + self.some(DIGITS, 3) + r.choice(['-', ' ', '']) + self.some(DIGITS, 4)

    def code(self):
        letters, rest = self.some(CAPITALS, 1, 3), self.some(CAPITALS + DIGITS, 1, 3)
        return self.chance.choice([self.some(CAPITALS + DIGITS, 4, 9), f'{letters}{self.some(DIGITS, 1, 3)} {rest}',
                                   f'{letters}-{self.some(DIGITS, 1, 3)}{rest}', f'{letters} {self.some(DIGITS, 1, 3)} {rest}'])

    def figure(self):
        r = self.chance
        return r.choice([
            self.price, self.price, self.price, self.date, self.telephone, self.code, self.code,
            lambda: r.choice([str(r.randint(1, 999)), self.amount()]) + r.choice(['', ' ']) + r.choice(UNITS),
            lambda: self.some(DIGITS, r.choice([1, 1, 2, 2, 3, 4, 5, 6, 8, 12, 13])),
            lambda: r.choice(['No. ', 'No ', '#', 'Lot ', 'LOT ', 'Ref: ', 'EXP ', 'BATCH ']) + self.some(DIGITS, 1, 6),
            lambda: r.choice([f'{r.randint(1, 99)}%', f'{r.randint(5, 90)}% OFF', f'{r.randint(1, 99)}x{r.randint(1, 99)}',
                              f'{r.randint(1, 99)}-{r.randint(1, 99)}', f'1/{r.randint(2, 9)}', f'{r.randint(1, 50)} & {r.randint(1, 50)}']),
            lambda: r.choice(CAPITALS) + self.some(DIGITS, 1, 4)])()

    def cased(self, text):
        kind = self.chance.random()
        if kind < .36:
            return text.upper()
        if kind < .55:
            return text
        return ' '.join(word[:1].upper() + word[1:] for word in text.split(' ')) if kind < .85 else text[:1].upper() + text[1:]

    def phrase(self):
        r = self.chance
        text = self.cased(' '.join(self.word() if r.random() < .9 else self.name() for _ in range(r.choice([2, 2, 2, 3, 3, 4, 5]))))
        if r.random() < .22:
            end = text.rfind(' ', 0, r.randint(1, len(text)))
            text = text[:end] + r.choice(AFTER_A_WORD) + text[end:] if end > 0 else text + r.choice(AFTER_ALL)
        return text

    def text(self):
        r = self.chance
        word = lambda: self.cased(self.word())
        kind = r.choices(['word', 'phrase', 'name', 'figure', 'both', 'quoted', 'address'], [30, 28, 10, 22, 5, 2, 3])[0]
        text = {'word': word, 'phrase': self.phrase, 'name': lambda: self.cased(self.name()), 'figure': self.figure,
                'both': lambda: r.choice([f'{word()} {self.figure()}', f'{self.figure()} {word()}', f'{word()}: {self.figure()}']),
                'quoted': lambda: f'({word()})' if r.random() < .6 else f'"{word()}"',
                'address': lambda: r.choice(['www.', '', 'http://']) + self.name() + r.choice(['.com', '.org', '.co.uk', '.net', f'@{self.name()}.com'])}[kind]()
        return text[:34].strip()


class Typefaces:
    """Those that are installed and have what English needs; a family is as likely as any other, however many cuts it has."""

    def __init__(self, chance, is_legible):
        """is_legible: whether a file is one of letters, rather than of signs in their places."""
        self.chance = chance
        listed = subprocess.run(['fc-list', ':lang=en', 'file'], capture_output=True, text=True, check=True).stdout
        self.families = {}
        self.opened = {}
        for file in sorted({line.split(':')[0].strip() for line in listed.splitlines()}):
            if not file.lower().endswith(('.ttf', '.otf')):
                continue
            try:
                characters = {chr(code) for code in TTFont(file, lazy=True).getBestCmap()}
            except Exception:  # a damaged one is no loss, whatever fontTools says of it
                continue
            if NEEDED <= characters and is_legible(file):
                self.families.setdefault(file.rsplit('/', 1)[1].split('-')[0].lower()[:6], []).append((file, characters))
        self.names = sorted(self.families)

    def count(self):
        return sum(len(family) for family in self.families.values())

    def one_for(self, text):
        """None where none was found that has it."""
        for _ in range(12):
            file, characters = self.chance.choice(self.families[self.chance.choice(self.names)])
            if set(text) - {' '} <= characters:
                return self.open(file)
        return None

    def open(self, file):
        if file not in self.opened:
            if len(self.opened) > 300:
                self.opened.clear()
            self.opened[file] = ImageFont.truetype(file, SIZE)
        return self.opened[file]


def lettering(text, font, tracking=0, bold=0):
    """White on black, with room around; None where it is out of all measure."""
    places, width = [], 0
    for character in text if tracking else [text]:
        places.append((character, width))
        width += font.getlength(character) + tracking
    if not 4 <= width <= 2600:
        return None
    image = Image.new('L', (int(width) + 160, 220), 0)
    draw = ImageDraw.Draw(image)
    for part, x in places:
        draw.text((80 + x, 70), part, font=font, fill=255, stroke_width=bold)
    return np.asarray(image)


def ink(mask):
    """Top, bottom, left and right; None where there is next to none."""
    rows, columns = np.where(mask > 100)
    return (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) if len(rows) >= 20 else None


def brightness(colour):
    return colour @ np.float32([.11, .59, .3])


class Lines:
    """Strips as the recognition network takes them. One in eight holds no lettering: what is taken for some is to be read as nothing."""

    def __init__(self, words, seed, is_legible=lambda file: True):
        self.chance = random.Random(seed)
        self.noise = np.random.RandomState(seed)
        self.texts = Texts(words, self.chance)
        self.typefaces = Typefaces(self.chance, is_legible)
        files = subprocess.run(['fc-list', 'file'], capture_output=True, text=True, check=True).stdout.splitlines()
        self.ornaments = sorted(file.split(':')[0] for file in files if any(name in file for name in ORNAMENTS))
        cv2.setNumThreads(1)

    def draw(self):
        """A strip `[48][width][3]`, BGR, and its text, which may be empty; None where nothing came of it."""
        r = self.chance
        if r.random() < .12:
            strip = self.photographed(*self.nothing(), '')
            return None if strip is None else (strip, '')
        text = self.texts.text()
        font = self.typefaces.one_for(text) if text else None
        try:
            mask = font and lettering(text, font, r.uniform(-2, 16) if r.random() < .25 else 0, r.choice([1, 2]) if r.random() < .12 else 0)
        except OSError:  # some faces have letters that cannot be drawn
            return None
        box = None if mask is None else ink(mask)
        if box is None or not 8 <= box[1] - box[0] <= 110:
            return None
        top, bottom, left, right = box
        y, x = max(0, top - 60), max(0, left - 70)
        mask = mask[y:bottom + 60, x:right + 70].astype(np.float32) / 255
        box = top - y, bottom - y, left - x, right - x
        picture = self.painted(mask, box, self.neighbour(mask, box, font))
        strip = self.photographed(picture, box, text)
        return None if strip is None else (strip, text)

    def nothing(self):
        """A picture of what the detection takes for lettering, and where its lettering would be."""
        r = self.chance
        height, width = 160, int(160 * math.exp(r.uniform(-.6, 1)))
        ground, colour = self.colours(25 if r.random() < .5 else 60)
        box = 50, 110, 5, width - 5
        picture = self.ground((height, width), ground, box, 60)
        r.choices([self.stripes, self.strokes, self.texture, self.ornament], [25, 35, 20, 20])[0](picture, colour)
        return picture, box

    def stripes(self, picture, colour):
        """Fences, blinds and bars."""
        r = self.chance
        height, width = picture.shape[:2]
        upright, even = r.random() < .7, r.random() < .4
        at, pitch = 0., r.uniform(4, 30)
        while at < (width if upright else height):
            thick = max(1, int(pitch * (.4 if even else r.uniform(.2, .7))))
            near, far = int(at), int(at) + thick
            cv2.rectangle(picture, (near, 0) if upright else (0, near), (far, height) if upright else (width, far), colour.tolist(), -1)
            at += pitch * (1 if even else r.uniform(.5, 1.6))

    def strokes(self, picture, colour):
        r = self.chance
        height, width = picture.shape[:2]
        for _ in range(r.randint(1, 12)):
            points = [(r.randint(0, width), r.randint(10, height - 10)) for _ in range(r.randint(2, 5))]
            if r.random() < .5:
                cv2.polylines(picture, [np.int32(points)], r.random() < .3, colour.tolist(), r.randint(1, 12), cv2.LINE_AA)
            else:
                cv2.ellipse(picture, points[0], (r.randint(3, 50), r.randint(3, 50)), r.randint(0, 180), r.randint(0, 90), r.randint(120, 360),
                            colour.tolist(), r.choice([-1, 2, 4, 8]), cv2.LINE_AA)

    def texture(self, picture, colour):
        """Leaves, gravel and cloth."""
        r = self.chance
        height, width = picture.shape[:2]
        grain = self.noise.rand(r.randint(4, 40), r.randint(4, 80), 3 if r.random() < .5 else 1).astype(np.float32)
        grain = cv2.resize(grain, (width, height), interpolation=r.choice([cv2.INTER_CUBIC, cv2.INTER_NEAREST, cv2.INTER_LINEAR]))
        grain = grain if grain.ndim == 3 else grain[..., None]
        if r.random() < .5:
            grain = (grain > .6).astype(np.float32)
        picture += (colour - picture) * grain

    def ornament(self, picture, colour):
        r = self.chance
        if not self.ornaments:
            return
        mask = lettering(''.join(r.choice(CAPITALS + CAPITALS.lower()) for _ in range(r.randint(1, 4))), ImageFont.truetype(r.choice(self.ornaments), SIZE))
        box = None if mask is None else ink(mask)
        if box is not None:
            mask = mask[box[0]:box[1], box[2]:box[3]].astype(np.float32) / 255
            mask = cv2.resize(mask, (min(picture.shape[1], max(8, mask.shape[1] * 80 // mask.shape[0])), 80))[..., None]
            place = picture[40:120, :mask.shape[1]]
            place += (colour - place) * mask

    def colour(self):
        r = self.chance
        hsv = np.uint8([[[r.random() * 179, r.random() * r.random() * 255, r.random() * 255]]])
        return cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float32)

    def colours(self, contrast):
        for _ in range(40):
            pair = self.colour(), self.colour()
            if abs(brightness(pair[0]) - brightness(pair[1])) >= contrast:
                break
        return pair

    def neighbour(self, mask, box, font):
        """The line above or below, where there is one."""
        r = self.chance
        layer = np.zeros_like(mask)
        other = lettering(self.texts.text()[:20] or 'a', font) if r.random() < .3 else None
        if other is None or ink(other) is None:
            return layer
        top, bottom, left, _ = ink(other)
        other = other[top:bottom, max(0, left - r.randint(20, 100)):][:, :mask.shape[1]].astype(np.float32) / 255
        gap = int(r.uniform(.15, .6) * (box[1] - box[0]))
        if r.random() < .5:
            end = max(0, box[0] - gap)
            other = other[-end:] if end else other[:0]
            layer[end - len(other):end, :other.shape[1]] = other
        else:
            start = box[1] + gap
            other = other[:max(0, len(mask) - start)]
            layer[start:start + len(other), :other.shape[1]] = other
        return layer

    def ground(self, shape, colour, box, contrast):
        r = self.chance
        height, width = shape
        picture = np.full((height, width, 3), colour, np.float32)
        if r.random() < .25:
            cloud = self.noise.rand(r.randint(2, 6), r.randint(2, 12), 3).astype(np.float32) - .5
            picture += cv2.resize(cloud, (width, height), interpolation=cv2.INTER_CUBIC) * r.uniform(20, 110) * (contrast / 60)
        if r.random() < .18:
            for _ in range(r.randint(1, 5)):
                other = ((self.colour() + colour) / 2).tolist()
                one, two = [(r.randint(0, width), r.randint(0, height)) for _ in range(2)]
                kind = r.random()
                if kind < .4:
                    cv2.line(picture, one, two, other, r.randint(1, 8), cv2.LINE_AA)
                elif kind < .7:
                    cv2.circle(picture, one, r.randint(5, 60), other, r.choice([-1, 2, 4]), cv2.LINE_AA)
                elif kind < .85:
                    cv2.rectangle(picture, (0, 0), (width, r.randint(0, box[0])), other, -1)
                else:
                    cv2.rectangle(picture, (0, r.randint(box[1], height)), (width, height), other, -1)
        return picture

    def painted(self, mask, box, neighbour):
        r = self.chance
        contrast = 25 if r.random() < .3 else 60
        letters, ground = self.colours(contrast)
        picture = self.ground(mask.shape, ground, box, contrast)
        paint = lambda on, layer, colour: on * (1 - layer[..., None]) + colour * layer[..., None]
        kind = r.random()
        if kind < .1:
            away = r.randint(1, 5)
            shadow = cv2.GaussianBlur(np.roll(mask, (away, r.choice([-away, away])), (0, 1)), (0, 0), r.uniform(.5, 4))
            picture = paint(picture, shadow * r.uniform(.3, .9), ground * r.uniform(0, .6))
        elif kind < .18:
            edge = cv2.dilate(mask, np.ones((r.choice([3, 5, 7]),) * 2))
            picture = paint(picture, edge, self.colour() if r.random() < .5 else 255 - letters)
        elif kind < .22 and box[1] - box[0] > 30:
            mask = np.clip(mask - cv2.erode(mask, np.ones((3, 3))) * r.uniform(.6, 1), 0, 1)
        picture = paint(picture, neighbour, letters)
        lit = letters
        if r.random() < .1:
            lit = letters + np.linspace(-1, 1, len(mask), dtype=np.float32)[:, None, None] * r.uniform(-60, 60)
        picture = paint(picture, mask, lit)
        if r.random() < .04:
            picture = picture + cv2.GaussianBlur(mask, (0, 0), 6)[..., None] * letters * .7
        return picture

    def photographed(self, picture, box, text):
        """Cut out as the detection would have it, with the pixels that a camera gives it."""
        r = self.chance
        size = box[1] - box[0]
        above, below = r.uniform(0, .36) * size, r.uniform(0, .36) * size
        if r.random() < .3 and not set(text) & set('gjpqy,;()@Q$/'):
            below += .12 * size
        before, after = [r.uniform(-.02, .4) * size + (r.uniform(0, 1) * size if r.random() < .07 else 0) for _ in range(2)]
        y1, y2, x1, x2 = box[0] - above, box[1] + below, box[2] - before, box[3] + after
        stretch = min(1.7, max(.62, math.exp(r.gauss(0, .18))))
        high = math.exp(r.uniform(math.log(9.5), math.log(60))) if r.random() < .75 else r.uniform(24, 70)
        if len(text) <= 2:
            high = max(high, 14)
        wide = max(8., high * (x2 - x1) / (y2 - y1) * stretch)
        columns = int(max(8, round(wide / high * HEIGHT * (1.25 if r.random() < .08 else 1))))
        if columns > WIDEST:
            return None
        margin = 3 + .3 * high
        corners = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
        corners[:, 1] += (corners[:, 0] - wide / 2) * r.gauss(0, .035 if wide < 8 * high else .012)
        if r.random() < .4:
            corners[:, 0] -= (corners[:, 1] - high / 2) * r.gauss(0, .12)
        corners[[0, 3], 1] += np.float32([1, -1]) * r.gauss(0, .06) * high
        frame = int(wide + 2 * margin), int(high + 2 * margin)
        smaller = (y2 - y1) / high
        if smaller > 1.15:
            picture = cv2.GaussianBlur(picture, (0, 0), .42 * math.sqrt(smaller * smaller - 1))
        view = cv2.getPerspectiveTransform(np.float32([[x1, y1], [x2, y1], [x2, y2], [x1, y2]]), corners + np.float32(margin))
        photo = cv2.warpPerspective(picture, view, frame, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        if r.random() < .12 and wide > 2 * high:
            x, y = np.meshgrid(np.arange(frame[0], dtype=np.float32), np.arange(frame[1], dtype=np.float32))
            arch = r.uniform(-.12, .12) * high * ((2 * x / frame[0] - 1) ** 2 - .5)
            photo = cv2.remap(photo, x, y + arch, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        photo = self.taken(photo, high)
        scale = np.float32([[columns / wide, 0, -margin * columns / wide], [0, HEIGHT / high, -margin * HEIGHT / high]])
        return cv2.warpAffine(photo, scale, (columns, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def taken(self, photo, high):
        """Blurred or shaken, unevenly lit, noisy, sharpened again, and compressed."""
        r = self.chance
        kind = r.random()
        if kind < .4:
            photo = cv2.GaussianBlur(photo, (0, 0), r.uniform(.3, .055 * high + .5))
        elif kind < .6:
            reach, angle = r.uniform(1.5, .12 * high + 2.2) / 2, r.random() * math.pi
            path = np.zeros((15, 15), np.float32)
            way = np.array([math.cos(angle), math.sin(angle)]) * reach
            cv2.line(path, *(tuple(int(round(7 + sign * along)) for along in way) for sign in (-1, 1)), 1, 1, cv2.LINE_AA)
            photo = cv2.filter2D(photo, -1, path / path.sum())
        height, width = photo.shape[:2]
        photo = photo * (1 + r.gauss(0, .2) * np.linspace(-.5, .5, width, dtype=np.float32)[None, :, None]
                         + r.gauss(0, .15) * np.linspace(-.5, .5, height, dtype=np.float32)[:, None, None])
        if r.random() < .05:
            photo[:, :r.randint(0, width)] *= r.uniform(.4, .8)
        if r.random() < .25:
            photo = (photo - 128) * r.uniform(.3, .9) + r.uniform(60, 200)
        grain = self.noise.randn(height, width, 3).astype(np.float32) * abs(r.gauss(0, 5))
        photo = photo + (1.6 * cv2.GaussianBlur(grain, (0, 0), .7) if r.random() < .5 else grain)
        if r.random() < .3:
            photo = photo + (photo - cv2.GaussianBlur(photo, (0, 0), r.uniform(.8, 1.6))) * r.uniform(.3, 1.5)
        photo = np.clip(photo, 0, 255).astype(np.uint8)
        if r.random() < .7:
            photo = cv2.imdecode(cv2.imencode('.jpg', photo, [cv2.IMWRITE_JPEG_QUALITY, r.randint(28, 95)])[1], cv2.IMREAD_COLOR)
        return photo
