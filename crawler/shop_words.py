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
    r"|カートに入れる|かごに追加|カートに追加|カゴに入れる|購入する|今すぐ(?:購入|買う)|購入手続きへ"
    r"|加入购物车|加入購物車|(?:立[即刻]|马上|現在)[购購][买買]|立即(?:下单|抢购)|直接購買"
    r"|장바구니(?: 담기)?|장바구니에 담기|바로 ?구매|구매하기|pre-?order(?: now)?)[\s!.»›→]*$",
    re.IGNORECASE,
)
"""What a button says with which the item of its page is bought."""

NOTHING = re.compile(
    r"no (?:products|results|items) (?:were )?found|sorry, there are no products|没有找到|暂无商品"
    r"|見つかりませんでした|keine (?:produkte|artikel) gefunden|aucun (?:produit|résultat)",
    re.IGNORECASE,
)

OWN_LINK = re.compile(
    r"/(?:produkty?|produ[ck]te?r?|produtos?|productos?|produits?|prodott[oi]|proizvod|termek|tuote"
    r"|vare|artikel|articulo|artigo|libro|livre|buch|kniha|catalogue|detail|dp|pd)/[^/?#]+",
    re.IGNORECASE,
)
"""Addresses of item pages in further languages; of a list's links these prove too little."""

SEARCH = re.compile(
    r"search(?!ing|er|ed|light)|recherche|suche|buscar|hledat|/cerca"
    r"|[?&](?:q|s|st|k|query|keyword|_nkw)=",
    re.IGNORECASE,
)
"""Addresses of searches, as path and query."""

CATALOGUE = re.compile(
    r"/collections/(?!.*/products/)|[/-]categor|kategori[ea]?/|/(?:shop|store|products)/?$",
    re.IGNORECASE,
)
"""Addresses of parts of a catalogue; some shops' items have them too."""
