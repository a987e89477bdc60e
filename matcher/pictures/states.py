"""What became of the bytes of a picture: one name for each way it can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.languages import Sentence


class PictureState(StrEnum):
    """How the decoding of a picture ended."""

    READABLE = "readable"
    LOW_TEXTURE = "low_texture"
    BLANK = "blank"
    TOO_SMALL = "too_small"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    OUT_OF_MEMORY = "out_of_memory"
    OUT_OF_TIME = "out_of_time"
    DECODER_DIED = "decoder_died"

    @property
    def has_pixels(self) -> bool:
        """Whether there is something to look at."""
        return self in SHOWN

    @property
    def may_accuse(self) -> bool:
        """Whether there is enough in the picture for a resemblance to mean anything."""
        return self is PictureState.READABLE


SHOWN = frozenset(
    {
        PictureState.READABLE,
        PictureState.LOW_TEXTURE,
        PictureState.BLANK,
        PictureState.TOO_SMALL,
    }
)


class Trait(StrEnum):
    """What is unusual about a picture that could be decoded all the same."""

    ANIMATED = "animated"
    CMYK = "cmyk"
    SIXTEEN_BIT = "sixteen_bit"
    PALETTE = "palette"
    ALPHA = "alpha"
    TURNED = "turned"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one picture may cost: bytes, pixels, frames, memory and CPU time.

    `memory_bytes` is what a decoder may take beyond what it needs empty; where the system does not
    hold such a limit (macOS), the pixels alone bound the memory.
    """

    max_bytes: int = 200_000_000
    max_pixels: int = 60_000_000
    frames: int = 8
    memory_bytes: int = 1_200_000_000
    cpu_seconds: float = 10.0


REASONS: Mapping[PictureState, Sentence] = {
    PictureState.READABLE: Sentence("可读取", "readable", "読み取れます"),
    PictureState.LOW_TEXTURE: Sentence(
        "图片细节太少，相似与否不说明问题",
        "too little detail for a resemblance to mean anything",
        "細部が少なく、似ていても意味がありません",
    ),
    PictureState.BLANK: Sentence(
        "空白或近乎空白的图片", "blank or nearly blank", "白紙またはほぼ単色の画像です"
    ),
    PictureState.TOO_SMALL: Sentence(
        "短边不足 32 像素", "smaller than 32 pixels", "短辺が 32 ピクセル未満です"
    ),
    PictureState.TOO_MANY_BYTES: Sentence(
        "文件超过字节上限", "larger than the limit in bytes", "バイト数の上限を超えています"
    ),
    PictureState.TOO_MANY_PIXELS: Sentence(
        "文件头所示尺寸超过像素上限，未解码",
        "its header states more pixels than may be decoded",
        "ヘッダーの画素数が上限を超えるため、復号していません",
    ),
    PictureState.NOT_A_PICTURE: Sentence(
        "不是可读取的图片格式", "no format that is read", "読み取れる画像形式ではありません"
    ),
    PictureState.TRUNCATED: Sentence(
        "图片文件不完整", "the file is cut short", "ファイルが途中で切れています"
    ),
    PictureState.DAMAGED: Sentence(
        "图片文件已损坏，无法解码", "damaged; it cannot be decoded", "破損していて復号できません"
    ),
    PictureState.OUT_OF_MEMORY: Sentence(
        "解码所需内存超过上限",
        "decoding needs more memory than allowed",
        "復号に必要なメモリが上限を超えます",
    ),
    PictureState.OUT_OF_TIME: Sentence(
        "解码超过时间上限", "decoding takes longer than allowed", "復号が時間の上限を超えます"
    ),
    PictureState.DECODER_DIED: Sentence(
        "解码进程被此图片中断",
        "the decoder's process died of it",
        "復号プロセスがこの画像で停止しました",
    ),
}
"""The reason that stands beside a picture, in the languages of the desk."""
