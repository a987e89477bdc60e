"""What decisions, exhibits and questions of ownership are called in a letter."""

from __future__ import annotations

from domain.decisions import Reason
from domain.languages import Sentence
from domain.ownership import ExhibitKind, Question

DECIDED: dict[Reason, Sentence] = {
    Reason.COPIED_PICTURE: Sentence(
        "商品图片复制了权利人的作品",
        "a picture of the listing copies the rights holder's work",
        "出品画像が権利者の著作物を複製している",
    ),
    Reason.COPIED_ARTWORK: Sentence(
        "商品上使用了权利人的美术作品",
        "the goods carry the rights holder's artwork",
        "商品に権利者の美術著作物が使われている",
    ),
    Reason.MARK_ON_GOODS: Sentence(
        "商品或其包装上使用了权利人的商标",
        "the goods or their packaging bear the rights holder's mark",
        "商品または包装に権利者の商標が使われている",
    ),
    Reason.MARK_IN_TITLE: Sentence(
        "商品标题使用了权利人的商标",
        "the title of the listing uses the rights holder's mark",
        "出品の題名に権利者の商標が使われている",
    ),
    Reason.COUNTERFEIT_SEEN: Sentence(
        "认定为假冒注册商标的商品",
        "the goods were found to be counterfeit",
        "登録商標を偽った商品と判断した",
    ),
}
"""What an analyst's finding of infringement says."""

EXHIBITS: dict[ExhibitKind, Sentence] = {
    ExhibitKind.IDENTITY: Sentence("主体身份证明", "identity paper", "本人確認書類"),
    ExhibitKind.POWER_OF_ATTORNEY: Sentence("授权委托书", "power of attorney", "委任状"),
    ExhibitKind.MARK_CERTIFICATE: Sentence("商标注册证", "trademark certificate", "商標登録証"),
    ExhibitKind.ORIGINAL: Sentence("作品原件", "original of the work", "著作物の原本"),
    ExhibitKind.LAYERED_SOURCE: Sentence("分层源文件", "layered source file", "レイヤー元データ"),
    ExhibitKind.RAW_PHOTO: Sentence("相机原始文件", "raw photograph", "RAW画像"),
    ExhibitKind.DRAFT: Sentence("创作底稿", "draft", "下書き"),
    ExhibitKind.SHOOTING_SET: Sentence("成组拍摄照片", "set of shots", "一連の撮影画像"),
    ExhibitKind.FIRST_PUBLICATION: Sentence("首次发表证明", "first publication", "最初の公表"),
    ExhibitKind.EMPLOYMENT: Sentence("职务作品材料", "employment paper", "職務著作の書類"),
    ExhibitKind.COMMISSION: Sentence("委托创作合同", "commission contract", "制作委託契約"),
    ExhibitKind.ASSIGNMENT: Sentence("权利转让合同", "assignment", "譲渡契約"),
    ExhibitKind.LICENCE: Sentence("许可合同", "licence", "許諾契約"),
    ExhibitKind.TIME_STAMP: Sentence("时间戳", "time stamp", "タイムスタンプ"),
    ExhibitKind.NOTARY: Sentence("公证书", "notarial deed", "公正証書"),
    ExhibitKind.CERTIFIER: Sentence(
        "认证机构证明", "certificate of a certification body", "認証機関の証明"
    ),
    ExhibitKind.WORK_CERTIFICATE: Sentence("作品登记证书", "work certificate", "著作物登録証"),
    ExhibitKind.DECLARATION: Sentence("权属声明", "declaration of ownership", "権利帰属の宣言"),
}
"""What each kind of exhibit is called."""

QUESTIONS: dict[Question, Sentence] = {
    Question.AUTHOR: Sentence("作品由谁创作", "who made the work", "誰が創作したか"),
    Question.DATE: Sentence("权利自何时存在", "since when the right exists", "いつから存在するか"),
    Question.TITLE: Sentence(
        "权利如何归属于权利人", "how the right came to its holder", "権利者に帰属する理由"
    ),
    Question.STANDING: Sentence(
        "通知人的主体资格", "the notifier's standing to act", "通知者の資格"
    ),
    Question.SAME_WORK: Sentence(
        "所示作品图与作品原件相同",
        "that the picture shown is the original work",
        "示した画像が原本と同じであること",
    ),
}
"""What each question of ownership asks."""

LISTING_HEADS: dict[str, Sentence] = {
    "number": Sentence("序号", "No.", "番号"),
    "platform": Sentence("平台", "platform", "プラットフォーム"),
    "item_id": Sentence("商品编号", "item number", "商品番号"),
    "url": Sentence("商品链接", "link", "リンク"),
    "title": Sentence("商品标题", "title", "題名"),
    "shop": Sentence("店铺", "shop", "店舗"),
    "price": Sentence("标价", "price", "価格"),
    "seen_at": Sentence("取证时间", "seen at", "取得日時"),
    "decided": Sentence("人工认定", "judged by a person", "人による判断"),
    "screenshot": Sentence("页面截图", "page picture", "画面の画像"),
    "by_hand": Sentence("页面由人工保存", "page saved by hand", "人が保存したページ"),
}
"""What the columns of a listing table are called, where the channel does not say."""

UNTOLD = Sentence("页面未显示", "not shown", "表示なし")
"""What stands in a cell for which the page had nothing."""

COMPARISON = Sentence("图片比对", "Pictures side by side", "画像の比較")
"""What an album of comparison sheets is called."""

SIDES = (
    Sentence("左：权利人的作品", "left: the rights holder's work", "左：権利者の著作物"),
    Sentence("右：商品页面的图片", "right: the listing's picture", "右：商品ページの画像"),
)
"""What stands left and right on a comparison sheet."""
