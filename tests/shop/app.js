// Fills the empty shells of the script-rendered storefront; pictures load when they come into view.
"use strict";
const app = document.getElementById("app");

function add(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  parent.append(node);
  return node;
}

const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    target.src = new URL(target.dataset.src, location.origin).href;
    watcher.unobserve(target);
  }
});

function addPicture(parent, path, attributes = {}) {
  const picture = add(parent, "img", { "data-src": path, alt: "", width: 400, height: 400, ...attributes });
  watcher.observe(picture);
}

function addMeta(property, content) {
  add(document.head, "meta", { property, content });
}

const priceOf = (goods) => (goods.price === null ? "Ask for price" : `$${goods.price}`);

function showResults(answer, query) {
  add(app, "h1", {}, `Results for "${query}"`);
  if (!answer.goods.length) {
    add(app, "p", { class: "empty" }, `No results found for "${query}". 没有找到`);
    return;
  }
  add(app, "p", { class: "total" }, `${answer.total} goods`);
  const list = add(app, "ul", { class: "results" });
  for (const goods of answer.goods) {
    const card = add(list, "li", { class: "card" });
    const link = add(card, "a", { class: "goods", href: `/p/${goods.id}` });
    addPicture(link, goods.pictures[0], { width: 110, height: 110 });
    add(link, "span", { class: "title" }, goods.title);
    add(card, "span", { class: "price" }, priceOf(goods));
    add(card, "a", { class: "seller", href: `/shop/${goods.seller_id}` }, goods.seller);
  }
  if (answer.page < answer.pages) {
    const next = `/search?q=${encodeURIComponent(query)}&page=${answer.page + 1}`;
    add(app, "a", { class: "next", rel: "next", href: next }, "Next page");
  }
}

function showItem(goods) {
  document.title = `${goods.title} - Bazaar Live`;
  add(document.head, "link", { rel: "canonical", href: location.origin + location.pathname });
  addMeta("og:type", "product");
  addMeta("og:title", goods.title);
  const product = add(app, "div", { itemscope: "", itemtype: "https://schema.org/Product" });
  add(product, "h1", { itemprop: "name" }, goods.title);
  add(product, "meta", { itemprop: "sku", content: goods.id });
  const terms = { itemprop: "offers", itemscope: "", itemtype: "https://schema.org/Offer" };
  const offer = add(product, "div", terms);
  const price = add(offer, "p", { class: "price" }, priceOf(goods));
  if (goods.price !== null) {
    price.setAttribute("itemprop", "price");
    price.setAttribute("content", goods.price);
    add(offer, "meta", { itemprop: "priceCurrency", content: goods.currency });
  }
  const stock = goods.sold_out ? "OutOfStock" : "InStock";
  add(offer, "link", { itemprop: "availability", href: `https://schema.org/${stock}` });
  if (goods.sold_out) add(offer, "p", { class: "sold-out" }, "Sold out");
  else add(offer, "button", { class: "add-to-cart" }, "Add to cart");
  const organization = { itemscope: "", itemtype: "https://schema.org/Organization" };
  const seller = add(offer, "p", { itemprop: "seller", ...organization }, "Sold by ");
  const link = add(seller, "a", { href: `/shop/${goods.seller_id}` });
  add(link, "span", { itemprop: "name" }, goods.seller);
  for (const path of goods.pictures) addPicture(product, path, { itemprop: "image" });
}

async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function show() {
  const [, part, id] = location.pathname.split("/");
  const asked = new URLSearchParams(location.search);
  const query = asked.get("q") || "";
  if (part === "p") showItem(await ask(`/api/item/${id}`));
  else if (part === "search") {
    const page = asked.get("page") || "1";
    showResults(await ask(`/api/search?q=${encodeURIComponent(query)}&page=${page}`), query);
  }
}

show().catch((error) => add(app, "p", { class: "failed" }, String(error)));
