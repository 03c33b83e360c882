"""Measures what a window shows: what is cut off, covered, too faint, or without a name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QWidget,
)

from keepsafe.desktop.shell import Shell
from keepsafe.desktop.theme.tokens import contrast
from keepsafe.desktop.widgets import Button, Icon, Page, Words

_LEAST = 4.5
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
_SLACK = 2  # pixels


@dataclass(frozen=True)
class Findings:
    """What one page showed; empty where all is well."""

    clipped: frozenset[str] = frozenset()
    overlapping: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    primary: int = 0
    words: int = 0

    def joined(self, other: Findings) -> Findings:
        """Return both, of two screens of one page."""
        return Findings(
            self.clipped | other.clipped,
            self.overlapping | other.overlapping,
            self.faint | other.faint,
            self.nameless | other.nameless,
            max(self.primary, other.primary),
            max(self.words, other.words),
        )

    def facts(self) -> str:
        """Return the numbers that every page has."""
        return f"main buttons: {self.primary}, words: {self.words}"

    def told(self) -> list[str]:
        """Return one line for each thing that is not well."""
        lines = [f"cut off: {what}" for what in sorted(self.clipped)]
        lines += [f"overlap: {what}" for what in sorted(self.overlapping)]
        lines += [f"faint: {what}" for what in sorted(self.faint)]
        lines += [f"no name: {what}" for what in sorted(self.nameless)]
        if self.primary > 1:
            lines.append(f"{self.primary} main buttons")
        return lines


def measure(shell: Shell, image: QImage) -> Findings:
    """Measure what is on the screen now."""
    leaves = [w for w in shell.findChildren(QWidget) if _is_leaf(w) and w.isVisible()]
    pixels = _pixels(image)
    ratio = image.width() / shell.width()
    page = shell.page
    assert page is not None
    return Findings(
        clipped=frozenset(_called(w) for w in leaves if _is_clipped(w)),
        overlapping=frozenset(
            f"{_called(a)} / {_called(b)}"
            for a, b in combinations(leaves, 2)
            if _seen(shell, a).adjusted(1, 1, -1, -1).intersects(_seen(shell, b))
        ),
        faint=frozenset(
            f"{_called(w)} {found:.1f}:1"
            for w in leaves
            if _seen(shell, w).height() > w.height() * 0.7  # else it is measured on the next screen
            and (found := _contrast(pixels, _seen(shell, w), ratio)) < _LEAST
            and w.isEnabled()
            and not isinstance(w, Icon | QLineEdit | QComboBox | QAbstractSpinBox)
        ),
        nameless=frozenset(
            type(w).__name__ + " " + w.objectName()
            for w in shell.findChildren(QWidget)
            if isinstance(w, _CONTROLS) and w.isVisible() and not _name(w)
        ),
        primary=sum(
            1
            for b in page.findChildren(Button)
            if b.property("kind") == "primary" and b.isVisible()
        ),
        words=sum(len(w.text().split()) for w in page.findChildren(Words) if w.isVisible()),
    )


def _is_leaf(widget: QWidget) -> bool:
    inner = widget.parentWidget()
    while inner is not None:
        if isinstance(inner, (*_CONTROLS, QAbstractScrollArea)) and not isinstance(inner, Page):
            return False
        inner = inner.parentWidget()
    if isinstance(widget, Words):
        return bool(widget.text())
    return isinstance(widget, (*_CONTROLS, Icon))


def _is_clipped(widget: QWidget) -> bool:
    if isinstance(widget, Words):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + _SLACK
        return widget.sizeHint().width() > widget.width() + _SLACK
    if isinstance(widget, Button):
        narrow = widget.minimumSizeHint().width() > widget.width() + _SLACK
        return narrow or widget.heightForWidth(widget.width()) > widget.height() + _SLACK
    if isinstance(widget, QAbstractButton):
        hint = widget.sizeHint()
        return hint.width() > widget.width() + _SLACK or hint.height() > widget.height() + _SLACK
    return False


def _seen(shell: Shell, widget: QWidget) -> QRect:
    """Return the part of the window where a widget can be seen."""
    at = QRect(widget.mapTo(shell, QPoint(0, 0)), widget.size())
    outer = widget.parentWidget()
    while outer is not None and outer is not shell:
        at = at.intersected(QRect(outer.mapTo(shell, QPoint(0, 0)), outer.size()))
        outer = outer.parentWidget()
    page = shell.page
    if page is not None and page.widget().isAncestorOf(widget) and not page.is_ending(widget):
        seen = page.in_view()  # the buttons below lie over the rest
        at = at.intersected(QRect(page.widget().mapTo(shell, seen.topLeft()), seen.size()))
    return at


def _pixels(image: QImage) -> NDArray[np.uint8]:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    line = plain.bytesPerLine()
    data = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), line)
    return data[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def _contrast(pixels: NDArray[np.uint8], at: QRect, ratio: float) -> float:
    """Return the contrast of the strongest colour with the commonest; 21 where nothing is seen."""
    left, top = round(at.left() * ratio), round(at.top() * ratio)
    right, bottom = round((at.right() + 1) * ratio), round((at.bottom() + 1) * ratio)
    part = pixels[max(top, 0) : bottom, max(left, 0) : right].reshape(-1, 3)
    if at.width() < 12 or at.height() < 10 or len(part) == 0:
        return 21.0
    colours, counts = np.unique(part, axis=0, return_counts=True)
    ground = _hex(colours[counts.argmax()])
    return max(contrast(_hex(colour), ground) for colour in colours)


def _hex(colour: NDArray[np.uint8]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in colour)


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _called(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    words = text() if callable(text) else widget.objectName()
    return f"{type(widget).__name__} “{str(words)[:50]}”"
