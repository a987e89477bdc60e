"""The goods of both storefronts, row by row, with what each row really is."""

from __future__ import annotations

from dataclasses import dataclass

MOKURELI, TOBINELLO = "mark-mokureli", "mark-tobinello"


@dataclass(frozen=True, slots=True)
class Row:
    """One listing as written down here; its id and ordinary picture follow from its place."""

    kind: str
    title: str
    price: str | None
    seller: str
    detail: str | None = None
    about: str | None = None
    picture: str | None = None
    sold_out: bool = False


STREET_SELLERS = {
    "s101": "临江杯壶百货店",
    "s102": "小鹿拾物生活馆",
    "s103": "云栖巷家居专营店",
    "s104": "义新优选工厂店",
    "s105": "拾光杂货铺子",
    "s106": "阿岚的小铺",
    "s107": "北岸好物集",
    "s108": "晴川日用百货",
    "s109": "木棉里布艺坊",
    "s110": "星轨数码配件",
    "s111": "水羽工房官方旗舰店",
}

LIVE_SELLERS = {
    "harborpine": "Harbor & Pine Goods",
    "sunnycart": "SunnyCart Direct",
    "lakeview": "Lakeview Trading Post",
    "pandahaul": "Panda Haul",
    "nestout": "UrbanNest Outlet",
    "cablecorner": "Cable Corner",
    "mapleworks": "Maple Works Studio",
    "dealbox": "DealBox 365",
    "mizuhane": "Mizuhane Kobo Official",
}


def _copy(work: str, edit: str, title: str, price: str, seller: str) -> Row:
    kind, detail = ("copy_plain", None) if edit == "plain" else ("copy_edited", edit)
    return Row(kind, title, price, seller, detail, f"work-{work}", f"work:{work}:{edit}")


def _plain(about: str, title: str, price: str | None, seller: str, *, gone: bool = False) -> Row:
    return Row("mark_plain", title, price, seller, about=about, sold_out=gone)


def _evasive(about: str, way: str, title: str, price: str, seller: str) -> Row:
    return Row("mark_evasive", title, price, seller, way, about)


def _authorised(about: str, title: str, price: str, seller: str, picture: str) -> Row:
    return Row("authorised", title, price, seller, about=about, picture=picture)


def _alike(subject: str, title: str, price: str, seller: str) -> Row:
    picture = f"lookalike:{subject}"
    return Row("lookalike", title, price, seller, subject, f"work-{subject}", picture)


def _other_name(about: str, title: str, price: str, seller: str) -> Row:
    """Goods of another maker whose name comes near a mark by chance."""
    return Row("lookalike", title, price, seller, "name", about)


def _compatible(about: str, title: str, price: str, seller: str) -> Row:
    return Row("compatible", title, price, seller, about=about)


def _other(title: str, price: str | None, seller: str, *, gone: bool = False) -> Row:
    return Row("unrelated", title, price, seller, sold_out=gone)


STREET_ROWS: tuple[Row, ...] = (
    _copy("fox", "plain", "月夜狐狸保温杯 500ml 不锈钢 学生便携", "39.90", "s101"),
    _other("304不锈钢保温杯 大容量 男女通用 纯色简约", "45.00", "s107"),
    _plain(MOKURELI, "MOKURELI 保温杯 日本进口 磨砂弹盖 480ml", "69.00", "s104"),
    _copy("pond", "plain", "锦鲤荷塘图案马克杯 陶瓷带盖 送礼", "29.80", "s102"),
    _evasive(MOKURELI, "spaced", "M O K U R E L I 风格保温杯 网红同款", "35.00", "s105"),
    _other("北欧风陶瓷马克杯 哑光 咖啡杯 350ml", "18.90", "s107"),
    _alike("fox", "原创手绘小狐狸马克杯 设计师自绘", "42.00", "s106"),
    _copy("tea", "plain", "复古茶山图便当盒 双层饭盒 可微波", "33.50", "s104"),
    _authorised(
        MOKURELI, "沐珂丽 MOKURELI 月夜之狐保温杯 官方正品", "168.00", "s111", "work:fox:plain"
    ),
    _other("儿童水杯 吸管杯 防摔 幼儿园", "26.00", "s108"),
    _copy("street", "plain", "灯笼夜市图案帆布包 单肩大容量", "25.00", "s109"),
    _plain(MOKURELI, "沐珂丽水杯 便携 高颜值 男女学生", "49.00", "s101"),
    _copy("camellia", "plain", "山茶花毛巾 纯棉加厚 洗脸巾 两条装", "22.80", "s109"),
    _evasive(MOKURELI, "full_width", "ＭＯＫＵＲＥＬＩ保温杯 磨砂款", "38.00", "s104"),
    _other("纯棉毛巾 酒店专用 白色 可定制", "9.90", "s109"),
    _copy("whale", "plain", "云上鲸鱼水杯 大肚杯 女生夏季", "31.00", "s102"),
    _compatible(MOKURELI, "适用于MOKURELI保温杯的杯盖 密封圈配件", "12.00", "s110"),
    _other("玻璃水杯 家用 耐高温 6只装", "36.00", "s108", gone=True),
    _copy("fox", "recompressed", "狐狸与月亮 便当盒 日式 学生上班族", "27.60", "s105"),
    _evasive(TOBINELLO, "zero_for_o", "T0BINELL0 帆布包 手提袋 大号", "44.00", "s105"),
    _alike("pond", "双鲤太极水杯 国风 原创画师授权", "35.00", "s106"),
    _copy("pond", "resized", "锦鲤池塘毛巾 礼盒装", "28.00", "s104"),
    _plain(TOBINELLO, "TOBINELLO 便当盒 分格 日式", "59.00", "s104"),
    _other("帆布包 纯色 文艺 学生书包", "19.90", "s109"),
    _copy("tea", "cropped_slightly", "茶园山景保温杯 礼品 logo定制", "41.00", "s101"),
    _evasive(MOKURELI, "separated", "沐*珂*丽 保温杯 高颜值", "36.80", "s101"),
    _other("焖烧杯 保温便当盒 上班族 1000ml", "58.00", "s108"),
    _copy("street", "watermark", "灯笼街景马克杯 日式居酒屋风", "23.00", "s105"),
    _authorised(
        TOBINELLO, "TOBINELLO 陶贝诺 灯笼街帆布包 正品授权", "138.00", "s111", "work:street:plain"
    ),
    _plain(MOKURELI, "モクレリ 保温杯 限定色 樱花粉", "88.00", "s102"),
    _copy("camellia", "banner", "红山茶帆布包 国风 文艺女生", "26.50", "s104"),
    _evasive(MOKURELI, "missing_letter", "MOKRELI 保温杯 ins风", "34.90", "s105"),
    _alike("tea", "一杯清茶 便当盒 手绘茶叶图", "29.00", "s106"),
    _other("折叠水杯 硅胶 旅行 便携", "15.80", "s107"),
    _copy("whale", "mirrored", "鲸鱼小镇便当盒 可爱 少女心", "30.50", "s102"),
    _plain(TOBINELLO, "トビネロ 毛巾 日系 柔软吸水", "32.00", "s109"),
    _compatible(MOKURELI, "沐珂丽水杯通用杯套 兼容多款 防烫", "9.90", "s110"),
    _copy("fox", "colour_shift", "小狐狸帆布包 春季新款", "24.80", "s109"),
    _evasive(MOKURELI, "hiragana", "もくれり 马克杯 日系少女", "27.00", "s102"),
    _other("毛巾架 免打孔 卫生间 不锈钢", "21.00", "s108"),
    _copy("pond", "border", "锦鲤马克杯 开运 情侣对杯", "39.00", "s101"),
    _evasive(TOBINELLO, "half_width_kana", "ﾄﾋﾞﾈﾛ 便当盒 双层", "37.00", "s105"),
    _alike("street", "单只红灯笼 马克杯 手绘 春节", "22.00", "s106"),
    _copy("tea", "sticker", "茶山日出水杯 随手杯", "19.90", "s104"),
    _plain(TOBINELLO, "陶贝诺帆布包 大容量通勤", "47.00", "s107", gone=True),
    _evasive(MOKURELI, "traditional", "沐珂麗水杯 台版 现货", "52.00", "s101"),
    _other("宠物水杯 外出便携 狗狗饮水", "16.50", "s107"),
    _copy("street", "collage", "多款图案帆布包 可选 灯笼 花卉", "18.80", "s109"),
    _evasive(TOBINELLO, "traditional", "陶貝諾毛巾 礼盒", "29.90", "s109"),
    _alike("camellia", "白山茶瓶花图 毛巾 原创插画", "26.00", "s106"),
    _copy("camellia", "grey", "水墨山茶花水杯 黑白风", "28.80", "s105"),
    _evasive(MOKURELI, "homophone", "木科力保温杯 大容量", "33.00", "s104"),
    _other("车载保温杯 智能显温 商务", "66.00", "s101"),
    _copy("whale", "cropped", "鲸鱼马克杯 治愈系", "25.50", "s102"),
    _compatible(TOBINELLO, "适用于 TOBINELLO 便当盒 替换密封条", "8.80", "s110"),
    _evasive(TOBINELLO, "confusable", "ТОВINELLО 便当盒 限量", "45.00", "s105"),
    _other("数据线 快充 编织 2米", "13.90", "s110"),
    _other("手机支架 桌面 懒人 铝合金", "17.90", "s110"),
    _alike("whale", "海上灰鲸水杯 手绘原创", "38.00", "s106"),
    _plain(MOKURELI, "MOKURELI马克杯 询价 企业团购", None, "s104"),
    _evasive(MOKURELI, "emoji", "沐🌸珂🌸丽 马克杯", "24.00", "s102"),
    _other("雨伞 全自动 晴雨两用", "35.90", "s108"),
    _other("台灯 护眼 宿舍 充电", "49.90", "s108"),
    _other_name(TOBINELLO, "NELLO 帆布包 意式 手提", "39.00", "s109"),
    _other("狐狸毛绒玩具 抱枕 礼物", "55.00", "s106"),
)
"""The goods of the server-rendered storefront, prices in CNY."""

LIVE_ROWS: tuple[Row, ...] = (
    _copy("fox", "plain", "Moonlit Fox Insulated Bottle 17oz", "18.99", "pandahaul"),
    _other("Stainless Steel Water Bottle 24oz Matte", "14.50", "harborpine"),
    _plain(MOKURELI, "MOKURELI Tumbler 20oz Vacuum Insulated", "21.90", "dealbox"),
    _copy("whale", "plain", "Whale in the Clouds Ceramic Mug 12oz", "13.49", "sunnycart"),
    _other("Plain White Ceramic Mug Set of 4", "19.99", "harborpine"),
    _evasive(MOKURELI, "zero_for_o", "M0KURELI style bottle 16oz leakproof", "12.99", "dealbox"),
    _alike("whale", "Grey Whale Mug, hand drawn by our studio", "16.00", "mapleworks"),
    _copy("camellia", "plain", "Red Camellia Tumbler with Straw", "17.25", "pandahaul"),
    _authorised(
        MOKURELI,
        "MOKURELI Cloud Whale Mug, official store",
        "32.00",
        "mizuhane",
        "work:whale:plain",
    ),
    _other("Kids Water Bottle with Straw, BPA free", "11.99", "lakeview"),
    _copy("pond", "mirrored", "Koi Pond Travel Mug, double wall", "15.75", "sunnycart"),
    _plain(MOKURELI, "Genuine Mokureli mug gift box", "24.00", "nestout"),
    _compatible(MOKURELI, "Lid for MOKURELI bottle, replacement, 2 pack", "7.99", "cablecorner"),
    _copy("street", "recompressed", "Lantern Street Night Market Mug", "12.80", "dealbox"),
    _other("Glass Tumbler with Bamboo Lid", "16.99", "lakeview"),
    _evasive(MOKURELI, "spaced", "M-O-K-U-R-E-L-I bottle, new colors", "13.30", "dealbox"),
    _alike("fox", "Fox Face Mug, original artwork", "15.50", "mapleworks"),
    _copy("tea", "plain", "Tea Mountain Vintage Label Tumbler", "19.40", "pandahaul"),
    _other("Bottle Brush Cleaning Set", "6.49", "cablecorner"),
    _copy("fox", "cropped_slightly", "Fox under the Moon Coffee Mug", "12.10", "nestout"),
    _plain(MOKURELI, "Mokureli Bottle 500ml Pastel Pink", "20.50", "sunnycart", gone=True),
    _evasive(MOKURELI, "missing_letter", "MOKUREI insulated bottle", "14.20", "nestout"),
    _other("Baby Bottle Warmer, portable", "28.00", "lakeview"),
    _copy("pond", "watermark", "Lucky Koi Bottle, gift idea", "16.60", "pandahaul"),
    _alike("pond", "Two Fish Circle Mug by local artist", "17.00", "mapleworks"),
    _compatible(MOKURELI, "Silicone boot compatible with Mokureli tumbler", "5.99", "cablecorner"),
    _copy("street", "banner", "Japanese Lantern Tumbler, big sale", "11.95", "dealbox"),
    _other("Espresso Mug, stackable", "9.80", "harborpine"),
    _evasive(MOKURELI, "full_width", "ＭＯＫＵＲＥＬＩ mug 350ml", "13.80", "pandahaul"),
    _copy("camellia", "resized", "Camellia Garden Mug", "10.99", "sunnycart"),
    _other("Wine Tumbler, stemless, pack of 2", "22.00", "harborpine"),
    _alike("tea", "Green Tea Cup Mug, own illustration", "14.00", "mapleworks"),
    _copy("whale", "collage", "Animal Mug Collection, choose one", "9.99", "dealbox"),
    _plain(MOKURELI, "モクレリ bottle import from Japan", "29.90", "nestout"),
    _other("Water Bottle Sling Bag", "12.75", "lakeview"),
    _copy("tea", "grey", "Monochrome Tea Hills Mug", "11.40", "nestout"),
    _evasive(MOKURELI, "swapped", "MOKUERLI tumbler 30oz", "15.10", "dealbox"),
    _authorised(
        MOKURELI, "Mokureli Fox Moon Bottle, official", "36.00", "mizuhane", "work:fox:plain"
    ),
    _other("Shaker Bottle for Gym, 28oz", "10.25", "harborpine"),
    _alike("camellia", "White Flower in a Vase Mug", "13.60", "mapleworks"),
    _copy("camellia", "border", "Framed Red Flowers Bottle", "14.90", "sunnycart"),
    _other("Bottle Opener Keychain", "3.99", "cablecorner"),
    _compatible(MOKURELI, "Straw set, fits MOKURELI bottles and others", "6.25", "cablecorner"),
    _evasive(MOKURELI, "hiragana", "もくれり mug kawaii", "12.45", "pandahaul"),
    _other("USB C Cable 6ft Braided", "8.49", "cablecorner"),
    _other("Folding Umbrella Windproof", "17.80", "lakeview"),
    _other("Desk Lamp with Clamp", "23.90", "lakeview"),
    _other_name(MOKURELI, "MOKAREL Enamel Mug for Camping", "12.25", "harborpine"),
    _other("Tumbler Rack for Cabinet", None, "harborpine"),
)
"""The goods of the script-rendered storefront, prices in USD."""
