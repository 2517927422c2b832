"""Pictures are drawn again: what is kept is the image, not the place, the camera or what hides behind it."""

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from grandest_portal.core.errors import DomainError
from grandest_portal.core.files.archives import damaged

FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
OPTIONS = {
    "PNG": {"compress_level": 4},
    "JPEG": {"quality": 88, "progressive": True},
    "WEBP": {"quality": 88, "method": 2},
}
# What Pillow raises on damaged files: its readers have no common ancestor.
FAULTS = (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError, IndexError, KeyError)


def too_many_pixels(limits):
    return DomainError(
        _("Cette image a trop de points : %(limit)d millions au plus. Réduisez-la, puis envoyez-la.")
        % {"limit": limits.pixels // 1_000_000},
        field="file",
    )


def redrawn(data, kind, limits):
    """The bytes of the same picture, upright, without metadata; its size is judged before any pixel is read."""
    name = FORMATS[kind.key]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=[name])
        if image.width * image.height > limits.pixels:
            raise too_many_pixels(limits)
        image = ImageOps.exif_transpose(image)
        clean = image.convert(mode_for(image, name))
        kept = {key: clean.info[key] for key in ["transparency"] if key in clean.info}
        clean.info = kept if clean.mode == "P" else {}
        target = BytesIO()
        clean.save(target, format=name, **OPTIONS[name])
    except Image.DecompressionBombError:
        raise too_many_pixels(limits) from None
    except FAULTS:
        raise damaged() from None
    return target.getvalue()


def mode_for(image, name):
    if name == "JPEG":
        return "L" if image.mode == "L" else "RGB"
    if name == "WEBP":
        return "RGBA" if image.has_transparency_data else "RGB"
    return image.mode if image.mode in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"} else "RGBA"
