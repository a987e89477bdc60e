"""A found reference told in numbers and in words, for the sheet and for the analyst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version

import cv2
import numpy as np
import PIL

from domain.languages import Sentence
from domain.placements import Placement
from matcher.pictures.agreeing import CORNERED
from matcher.pictures.geometry import ALIKE, BLOCK, FRAME, TEXTURED, Matrix
from matcher.pictures.judging import MOST_OTHERWISE, SAME_ARTWORK, SAME_PICTURE, SAME_SCENE

INLIERS_KEPT = 60
"""Pairs of points that are kept for the lines on the sheet, spread over all of them."""

FINDINGS: Mapping[str, Sentence] = {
    "same_picture": Sentence(
        "同一张图片：商品图片中出现了权利人的图片。",
        "The same picture: the listing shows the owner's picture.",
        "同一の画像：商品画像に権利者の画像があります。",
    ),
    "same_artwork": Sentence(
        "同一作品或包装，另行拍摄：相似不等于假货。",
        "The same artwork or package in another photograph: a resemblance, not yet a copy.",
        "同じ図柄または包装を別に撮影したもの：似ているだけで、模倣とは限りません。",
    ),
    "same_scene": Sentence(
        "相同场景（地面、货架、背景），商品可能不同：仅供人工查看。",
        "The same scene (floor, shelf, background), perhaps with other goods: for review only.",
        "同じ場面（床・棚・背景）ですが、商品は別かもしれません。人による確認用です。",
    ),
}

VERSIONS = {
    "sheet": "2",
    "opencv": cv2.__version__,
    "numpy": np.__version__,
    "pillow": PIL.__version__,
    "imagehash": version("imagehash"),
}


def thresholds() -> dict[str, float]:
    """What the agreement map and the finding are made with, as is kept beside each placement."""
    found = {"same_picture": SAME_PICTURE, "same_artwork": SAME_ARTWORK, "same_scene": SAME_SCENE}
    blocks = {"block": BLOCK, "frame": FRAME, "alike": ALIKE, "textured": TEXTURED}
    return {**blocks, "cornered": CORNERED, "otherwise": MOST_OTHERWISE, **found}


def matrix_of(placement: Placement) -> Matrix:
    """The nine numbers as a matrix."""
    return np.array(placement.matrix, dtype=np.float64).reshape(3, 3)


def spread(inliers: Sequence[tuple[float, ...]]) -> tuple[tuple[float, ...], ...]:
    """Some of the pairs of points, evenly chosen in their order, rounded as they are kept."""
    step = max(1, -(-len(inliers) // INLIERS_KEPT))
    return tuple(tuple(round(float(one), 5) for one in pair) for pair in inliers[::step])


def words_of(placement: Placement) -> tuple[Sentence, ...]:
    """What the sheet says, in the languages of the desk."""
    return (
        FINDINGS[placement.finding],
        _shown(placement),
        _turned(placement),
        _owned(placement),
        _made(placement),
    )


def _shown(placement: Placement) -> Sentence:
    shown, share = _percent(placement.shown), _percent(placement.share)
    count = placement.inlier_count
    return Sentence(
        f"显示了原图的 {shown}；可比较的区块中 {share} 一致；一致的特征点 {count} 个。",
        f"{shown} of the original is shown; {share} of the blocks that can be compared agree; "
        f"{count} points agree.",
        f"原画像の {shown} が写っています。比較できる区画の {share} が一致し、"
        f"一致点は {count} 個です。",
    )


def _turned(placement: Placement) -> Sentence:
    zh, en, ja = ("左右镜像，", "mirrored, ", "左右反転、") if placement.mirrored else ("", "", "")
    scale, turn = f"{placement.scale:.2f}", f"{placement.turn_degrees:+.0f}°"
    return Sentence(
        f"{zh}缩放 {scale} 倍，旋转 {turn}（顺时针为正）。",
        f"It is {en}scaled by {scale} and turned by {turn} (clockwise).",
        f"{ja}縮尺 {scale} 倍、回転 {turn}（時計回りが正）。",
    )


def _owned(placement: Placement) -> Sentence:
    ratio = f"{placement.pixel_ratio:.1f}"
    if placement.pixel_ratio <= 1:
        return Sentence(
            f"同一部分，权利人文件的像素为商品图片的 {ratio} 倍：不能说明谁的更早。",
            f"For the same part the owner holds {ratio} times the pixels: "
            "that tells nothing of which came first.",
            f"同じ部分の画素数は権利者のファイルが {ratio} 倍で、どちらが先かは分かりません。",
        )
    return Sentence(
        f"同一部分，权利人持有 {ratio} 倍的像素。",
        f"For the same part the owner holds {ratio} times the pixels.",
        f"同じ部分について、権利者は {ratio} 倍の画素を持っています。",
    )


def _made(placement: Placement) -> Sentence:
    made = ", ".join(f"{name} {one}" for name, one in sorted(placement.versions.items()))
    limits = ", ".join(f"{name} {one:g}" for name, one in sorted(placement.thresholds.items()))
    pictures = f"{placement.listing_picture[:12]} / {placement.reference_picture[:12]}"
    return Sentence(
        f"商品图片 / 原图 SHA-256：{pictures}；阶段 {placement.stage}。",
        f"SHA-256 of listing / original: {pictures}; stage {placement.stage}; {made}; {limits}.",
        f"商品画像 / 原画像の SHA-256：{pictures}",
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
