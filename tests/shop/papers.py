"""The sample exhibits as real files; each says SAMPLE 样本, and its bytes are always the same."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tests.shop.works import work_picture, work_stages

Stroke = tuple[float, float, float, float]

_SAMPLE_STROKES: tuple[tuple[Stroke, ...], ...] = (
    (
        (0, 0.3, 0.42, 0.3),
        (0.2, 0, 0.2, 1),
        (0.2, 0.35, 0, 0.7),
        (0.22, 0.4, 0.4, 0.6),
        (0.58, 0.04, 0.66, 0.2),
        (0.92, 0.02, 0.84, 0.2),
        (0.52, 0.27, 1, 0.27),
        (0.55, 0.5, 0.97, 0.5),
        (0.48, 0.75, 1, 0.75),
        (0.75, 0.27, 0.75, 1),
    ),
    (
        (0.05, 0.3, 0.95, 0.3),
        (0.5, 0, 0.5, 1),
        (0.5, 0.32, 0.05, 0.8),
        (0.5, 0.32, 0.95, 0.8),
        (0.3, 0.72, 0.7, 0.72),
    ),
)
"""样 and 本 in straight strokes, so that no font of the machine is needed."""


def draft_jpeg(name: str, stage: int) -> bytes:
    """A pencil draft of a work as it stood after this layer (0 is the ground)."""
    picture = work_stages(name)[stage].resize((640, _tall(name, 640)))
    pencil = ImageOps.grayscale(picture).filter(ImageFilter.CONTOUR).filter(ImageFilter.SMOOTH)
    paper = Image.new("RGB", picture.size, (248, 244, 232))
    sketch = Image.blend(paper, pencil.convert("RGB"), 0.72)
    if stage:
        sketch = Image.blend(sketch, picture, 0.12 * stage)
    return _saved(_stamped(sketch), "JPEG", quality=88)


def layered_tiff(name: str) -> bytes:
    """A work's layers, one a page from the ground up, after a cover page: a source's stand-in."""
    cover = Image.new("RGB", (480, _tall(name, 480)), "white")
    layers = [stage.resize(cover.size) for stage in work_stages(name)]
    return _saved(
        _stamped(cover),
        "TIFF",
        save_all=True,
        append_images=layers,
        compression="tiff_adobe_deflate",
    )


def work_png(name: str) -> bytes:
    """The work's reference picture, in full size."""
    return _saved(work_picture(name), "PNG")


def publication_png(name: str, title: str, url: str, day: str) -> bytes:
    """A screenshot, drawn by us, of the page on which the work was first published."""
    page = Image.new("RGB", (1000, 1300), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 1000, 70), fill=(226, 229, 234))
    pen.rounded_rectangle((120, 16, 960, 54), 18, fill="white")
    pen.text((140, 24), url, (60, 64, 70), font_size=20)
    for x, colour in ((30, "#e8604c"), (58, "#e8b84c"), (86, "#62b85a")):
        pen.ellipse((x, 26, x + 18, 44), fill=colour)
    pen.text((60, 100), title, (20, 24, 30), font_size=40)
    pen.text(
        (60, 156), f"Published {day}  |  Mizuhane Kobo Co., Ltd.", (90, 94, 100), font_size=24
    )
    page.paste(ImageOps.contain(work_picture(name), (880, 1000)), (60, 210))
    return _saved(_stamped(page), "PNG")


def paper_pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """A one-page PDF with a title and lines, marked SAMPLE 样本 at head and foot."""
    sample = "SAMPLE 样本 — invented facts, for demonstration 虚构内容，仅供演示"
    content = [_text(sample, 760, 11), _text(title, 700, 20)]
    content += [_text(line, 655 - 26 * index, 12) for index, line in enumerate(lines)]
    content += [_text("SAMPLE 样本", 120, 44), _text(sample, 60, 11)]
    return _pdf(zlib.compress("\n".join(content).encode(), 9))


def _tall(name: str, width: int) -> int:
    picture = work_stages(name)[-1]
    return round(picture.height * width / picture.width)


def _stamped(picture: Image.Image) -> Image.Image:
    pen, size = ImageDraw.Draw(picture), picture.width // 22
    x, y = picture.width - size * 7.2, picture.height - size * 1.7
    frame = (
        x - size * 0.4,
        y - size * 0.4,
        picture.width - size * 0.3,
        picture.height - size * 0.3,
    )
    pen.rectangle(frame, fill="white", outline=(196, 30, 40), width=3)
    pen.text((x, y - size * 0.1), "SAMPLE", (196, 30, 40), font_size=size)
    for index, strokes in enumerate(_SAMPLE_STROKES):
        left = x + size * (4.4 + 1.15 * index)
        for x1, y1, x2, y2 in strokes:
            line = (left + x1 * size, y + y1 * size, left + x2 * size, y + y2 * size)
            pen.line(line, fill=(196, 30, 40), width=max(2, size // 14))
    return picture


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _text(line: str, y: int, size: int) -> str:
    return f"BT /F1 {size} Tf 60 {y} Td <{line.encode('utf-16-be').hex()}> Tj ET"


def _pdf(content: bytes) -> bytes:
    """The page in a predefined Chinese font, so that nothing needs to be embedded (PDF 1.4)."""
    font = b"/BaseFont /STSong-Light"
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (
        len(content),
        content,
    )
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        stream,
        b"<< /Type /Font /Subtype /Type0 %b /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
        % font,
        b"<< /Type /Font /Subtype /CIDFontType0 %b /FontDescriptor 7 0 R /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] >>" % font,
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    return _with_table(bodies)


def _with_table(bodies: tuple[bytes, ...]) -> bytes:
    """The objects with the table of where each begins."""
    file, starts = b"%PDF-1.4\n%\xe6\xa0\xb7\xe6\x9c\xac\n", []
    for number, body in enumerate(bodies, start=1):
        starts.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(bodies) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    ending = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    return file + table + ending
