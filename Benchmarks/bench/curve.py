"""Curves as SVG: points that were measured, on logarithmic axes, readable on light and dark pages."""
import html
import math

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 78, 24, 44, 56
COLOURS = ["#d97706", "#2563eb", "#6b7280"]


def ticks(low, high, logarithmic):
    if logarithmic:
        return [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1) if low <= 10.0**power <= high]
    step = 10 ** math.floor(math.log10(high - low))
    step = next(step * part for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5) if (high - low) / (step * part) <= 7)
    return [low + index * step for index in range(int((high - low) / step + 1e-9) + 1)]


def number(value):
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    return f"{value / 1e3:g} k" if value >= 1e4 else f"{value:g}"


def draw(title, x, y, series, bend=None):
    """The text of an SVG file.

    x, y: (label, is logarithmic). series: {name: [(x, y), ...]}. bend: (x, text), a vertical line.
    """
    points = [point for line in series.values() for point in line]
    x_low, x_high = min(p[0] for p in points), max(p[0] for p in points)
    y_low, y_high = min(p[1] for p in points), max(p[1] for p in points) * 1.1
    if y[1]:
        y_low, y_high = 10 ** math.floor(math.log10(y_low)), 10 ** math.ceil(math.log10(y_high))
    else:
        y_low = 0

    def place(value, low, high, start, end, logarithmic):
        if logarithmic:
            value, low, high = math.log10(value), math.log10(low), math.log10(high)
        return start + (end - start) * ((value - low) / (high - low) if high > low else 0.5)

    def px(value):
        return place(value, x_low, x_high, LEFT, WIDTH - RIGHT, x[1])

    def py(value):
        return place(value, y_low, y_high, HEIGHT - BOTTOM, TOP, y[1])

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{html.escape(title)}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold" fill="#111827">{html.escape(title)}</text>',
    ]
    for value in ticks(x_low, x_high, x[1]):
        parts.append(f'<line x1="{px(value):.1f}" x2="{px(value):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{px(value):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#374151">{number(value)}</text>')
    for value in ticks(y_low, y_high, y[1]):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{py(value):.1f}" y2="{py(value):.1f}" stroke="#e5e7eb"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{py(value) + 4:.1f}" text-anchor="end" fill="#374151">{number(value)}</text>')
    if bend:
        at, text = bend
        left = px(at) > WIDTH * 0.6
        parts.append(f'<line x1="{px(at):.1f}" x2="{px(at):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#b91c1c" stroke-dasharray="4 3"/>')
        parts.append(
            f'<text x="{px(at) + (-6 if left else 6):.1f}" y="{HEIGHT - BOTTOM - 8}" text-anchor="{"end" if left else "start"}" fill="#b91c1c">{html.escape(text)}</text>')
    for index, (name, line) in enumerate(series.items()):
        colour = COLOURS[index % len(COLOURS)]
        path = " ".join(f"{px(a):.1f},{py(b):.1f}" for a, b in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{px(a):.1f}" cy="{py(b):.1f}" r="3.5" fill="{colour}"/>' for a, b in line]
        if len(series) > 1:
            parts.append(f'<text x="{WIDTH - RIGHT}" y="{24 + 16 * index}" text-anchor="end" fill="{colour}">{html.escape(name)}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle" fill="#374151">{html.escape(x[0])}</text>')
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f'<text transform="translate(18 {middle}) rotate(-90)" text-anchor="middle" fill="#374151">{html.escape(y[0])}</text>')
    return "\n".join(parts) + "\n</svg>\n"


def bend_of(points):
    """Where a curve of increasing y begins to rise as fast as x: the point of the largest change of slope, on logarithmic axes.

    `None` where it is a straight line.
    """
    logs = [(math.log10(a), math.log10(b)) for a, b in points]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(logs, logs[1:])]
    changes = [(abs(after - before), index + 1) for index, (before, after) in enumerate(zip(slopes, slopes[1:]))]
    if not changes:
        return None
    size, index = max(changes)
    return points[index][0] if size > 0.25 else None
