"""Words by which shops of many languages tell an item page, a search and an empty one."""

from __future__ import annotations

import re

BUY_WORDS = re.compile(
    r"^(?:add to (?:cart|bag|basket|trolley|order)|buy (?:now|it now)|order now"
    r"|(?:in den |zum )?warenkorb(?: hinzufügen)?|in den warenkorb(?: legen)?|jetzt kaufen"
    r"|ajouter au panier|acheter|aggiungi al carrello|acquista(?: ora)?"
    r"|añadir (?:al carrito|a la cesta)|comprar(?: agora| ahora)?|adicionar ao carrinho"
    r"|in winkel(?:wagen|mandje)|toevoegen aan winkelwagen|do koszyka|dodaj do koszyka|kup teraz"
    r"|(?:vložit |přidat )?do košíku|koupit|kúpiť|do košíka|kosárba|adaugă în coș"
    r"|læg i (?:kurv|kurven)|tilføj til kurv|legg i handle(?:kurv|vogn)"
    r"|lägg i (?:varukorg|kundvagn)(?:en)?|lisää ostoskoriin|sepete ekle"
    r"|купить|в корзину|добавить в корзину|thêm vào giỏ(?: hàng)?|masukkan keranjang"
    r"|カートに入れる|かごに追加|カートに追加|加入购物车|加入購物車|立即购买|立即購買"
    r"|장바구니(?: 담기)?|구매하기)[\s!.»›→]*$",
    re.IGNORECASE,
)
"""What a button says with which the item of its page is bought."""

NOTHING = re.compile(
    r"no (?:products|results|items) (?:were )?found|sorry, there are no products|没有找到|暂无商品"
    r"|見つかりませんでした|keine (?:produkte|artikel) gefunden|aucun (?:produit|résultat)",
    re.IGNORECASE,
)

SEARCH = re.compile(
    r"search(?!ing|er|ed|light)|recherche|suche|buscar|hledat|/cerca"
    r"|[?&](?:q|s|st|k|query|keyword|_nkw)=",
    re.IGNORECASE,
)
"""Addresses of searches, as path and query."""

CATALOGUE = re.compile(
    r"/collections/(?!.*/products/)|/categor|kategori[ea]?/|/(?:shop|store|products)/?$",
    re.IGNORECASE,
)
"""Addresses of parts of a catalogue; some shops' items have them too."""
