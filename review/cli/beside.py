"""What stands beside a candidate, as lines on a terminal."""

from __future__ import annotations

from math import exp

from review.cli.session import Session
from review.compare import ComparePage


def tell_beside(session: Session, beside: ComparePage) -> None:
    """The seller's history, genuine prices, captures, the place in the queue, and the alike."""
    states = ", ".join(f"{state} {count}" for state, count in sorted(beside.seller.states.items()))
    session.say(f"seller 卖家: {beside.seller.listings} listings; {states or 'nothing else'}")
    for one in beside.genuine:
        session.say(f"genuine price 正品价格: {one.least} to {one.most} {one.currency}")
    if beside.price_share is not None:
        session.say(f"  this price is {beside.price_share:.0%} of the least genuine one")
    for capture in beside.captures:
        session.say(f"capture 取证: {capture.purpose} {capture.state}")
    if beside.place is not None:
        factors = ", ".join(f"{name} {exp(log):.2f}" for name, log in beside.place.logs.items())
        session.say(f"its place by 排序: {factors}")
    for kind, (key, size) in beside.alike.items():
        session.say(f"alike in {kind} 相似: {size}; jianzhen candidates group {kind} {key}")
    if beside.held is not None:
        session.say(f"held 正在查看: {beside.held.by} until {beside.held.until:%H:%M:%S} UTC")
    _tell_second(session, beside)


def _tell_second(session: Session, beside: ComparePage) -> None:
    if beside.waits:
        why = ", ".join(beside.waits)
        session.say(f"your finding waits for a second person 待第二人复核: {why}")
    if beside.look is not None:
        session.say("waits for a second person 等待第二人: jianzhen candidates second")
