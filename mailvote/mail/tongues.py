"""What mail programs write by themselves, language by language: attributions, header blocks, forwards, taglines.

Words are parted by " | ". Case does not matter; labels stand without the colon that follows them.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language.

    `opens` begins an attribution and `wrote` ends it ("On ... wrote:"); `sender` to `copied` are the labels of a quoted
    header block; `forwarded` announces a forwarded message; `sent_from` begins a tagline, of which `fillers` are the
    other words; `closings` end a letter. `reply_above` is the line that letters of ours begin with.
    """

    name: str
    opens: str = ""
    wrote: str = ""
    sender: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""
    copied: str = ""
    forwarded: str = ""
    sent_from: str = ""
    fillers: str = ""
    closings: str = ""
    reply_above: str = ""


def words(entry: str) -> tuple[str, ...]:
    """The words of one entry, ready to be compared with casefolded text."""
    return tuple(word for part in entry.split("|") if (word := part.strip().casefold()))


def every(name: str) -> Iterator[str]:
    """The words of that column in all languages."""
    return (word for tongue in TONGUES for word in words(getattr(tongue, name)))


TONGUES: tuple[Tongue, ...] = (
    Tongue(
        name="English",
        reply_above="please reply above this line",
        opens="on | at | mon | tue | wed | thu | fri | sat | sun | monday | tuesday | wednesday | thursday | friday "
        "| saturday | sunday",
        wrote="wrote | writes | quoting",
        sender="from",
        sent="sent | date | sent at",
        to="to",
        subject="subject",
        copied="cc | bcc | reply-to",
        forwarded="begin forwarded message | forwarded message | forwarded by | forwarded email",
        sent_from="sent from | sent via | sent with | sent using | sent by | sent on the move | get outlook for | "
        "get bluemail for | yahoo mail | please excuse | apologies for brevity",
        closings="kind regards | kindest regards | best regards | warm regards | warmest regards | with kind regards | "
        "with kindest regards | with best regards | with warm regards | with regards | regards | best wishes | "
        "with best wishes | kind wishes | warm wishes | all the best | yours sincerely | yours faithfully | "
        "yours truly | "
        "yours | sincerely | many regards | with many thanks and best wishes | many thanks and best wishes | "
        "many thanks and kind regards | thanks and regards | thanks and best wishes | thanks and kind regards | "
        "thank you and kind regards | best | rgds | kr | bw | bws | respectfully",
    ),
    Tongue(
        name="Welsh",
        reply_above="atebwch uwchben y llinell hon",
        opens="ar | dydd | llun | maw | mer | iau | gwe | sad | sul",
        wrote="ysgrifennodd",
        sender="oddi wrth | wrth | gan",
        sent="anfonwyd | dyddiad",
        to="at | i",
        subject="pwnc | testun",
        copied="copi",
        forwarded="neges a anfonwyd ymlaen | neges wedi'i hanfon ymlaen",
        sent_from="anfonwyd o | anfonwyd gan | cael outlook ar gyfer",
        fillers="fy | o'm | ar | gyfer | ffôn",
        closings="cofion | cofion gorau | cofion cynnes | cofion caredig | dymuniadau gorau | yn gywir | yn bur",
    ),
    Tongue(
        name="Irish",
        opens="ar | dé",
        wrote="scríobh",
        sender="ó",
        sent="seolta | dáta",
        to="chuig | go",
        subject="ábhar",
        closings="le meas | le dea-mhéin",
    ),
    Tongue(
        name="German",
        opens="am | mo | di | mi | do | fr | sa | so | montag | dienstag | mittwoch | donnerstag | freitag | "
        "samstag | sonntag",
        wrote="schrieb | schrieben | geschrieben | zitat von",
        sender="von",
        sent="gesendet | datum | gesendet am",
        to="an",
        subject="betreff",
        copied="kopie",
        forwarded="anfang der weitergeleiteten nachricht | weitergeleitete nachricht | weitergeleitet von",
        sent_from="von meinem | von meiner | gesendet mit | gesendet von | diese nachricht wurde von | outlook für | "
        "holen sie sich outlook",
        fillers="android-gerät | android-mobiltelefon | beziehen | diese | einem | für | gesendet | gerät | "
        "handy | holen | "
        "meinem | meiner | mit | mobilgerät | nachricht | sich | sie | telefon | von | wurde",
        closings="mit freundlichen grüßen | freundliche grüße | viele grüße | beste grüße | herzliche grüße | "
        "mfg | lg | vg",
    ),
    Tongue(
        name="French",
        opens="le | lun | mar | mer | jeu | ven | sam | dim",
        wrote="écrit | a écrit | en réponse à",
        sender="de | expéditeur",
        sent="envoyé | date | envoyé le | message du",
        to="à | pour | destinataire",
        subject="objet | sujet",
        copied="copie",
        forwarded="début du message transféré | début du message réexpédié | message transféré | message réexpédié",
        sent_from="envoyé de | envoyé depuis | envoyé à partir | envoyé avec | obtenir outlook | télécharger outlook",
        fillers="à | avec | de | depuis | envoyé | mobile | mon | obtenir | partir | pour | télécharger | téléphone",
        closings="cordialement | bien cordialement | bien à vous | sincères salutations | amicalement",
    ),
    Tongue(
        name="Spanish",
        opens="el | lun | mar | mié | jue | vie | sáb | dom",
        wrote="escribió | ha escrito | citando a",
        sender="de | remitente",
        sent="enviado | enviado el | fecha",
        to="para",
        subject="asunto",
        copied="copia",
        forwarded="inicio del mensaje reenviado | mensaje reenviado",
        sent_from="enviado desde | enviado de | obtener outlook | enviado con",
        fillers="con | de | desde | dispositivo | enviado | mi | móvil | obtener | para",
        closings="saludos | un saludo | saludos cordiales | atentamente",
    ),
    Tongue(
        name="Italian",
        opens="il | in data | il giorno | lun | mar | mer | gio | ven | sab | dom",
        wrote="scritto | ha scritto | quota di | scrive",
        sender="da | mittente",
        sent="inviato | data | inviato il",
        to="a",
        subject="oggetto",
        forwarded="inizio messaggio inoltrato | messaggio inoltrato | messaggio inviato da",
        sent_from="inviato da | inviato dal | ottieni outlook | scarica outlook",
        fillers="con | da | dal | dispositivo | inviato | mio | ottieni | per | scarica",
        closings="cordiali saluti | distinti saluti | saluti | un saluto",
    ),
    Tongue(
        name="Portuguese",
        opens="em | no dia | a | seg | ter | qua | qui | sex | sáb | dom",
        wrote="escreveu | citando",
        sender="de | remetente",
        sent="enviado | enviada em | enviado em | data",
        to="para",
        subject="assunto",
        copied="cópia",
        forwarded="início da mensagem reencaminhada | início da mensagem encaminhada | mensagem encaminhada | "
        "mensagem reencaminhada",
        sent_from="enviado do | enviado a partir | enviado de | obter o outlook | obtenha o outlook",
        fillers="a | com | de | do | enviado | meu | o | obter | obtenha | para | partir | telemóvel",
        closings="atenciosamente | cumprimentos | com os melhores cumprimentos",
    ),
    Tongue(
        name="Dutch",
        opens="op | ma | di | wo | do | vr | za | zo",
        wrote="schreef | geschreven | citeren",
        sender="van",
        sent="verzonden | datum",
        to="aan",
        subject="onderwerp",
        forwarded="begin doorgestuurd bericht | doorgestuurd bericht",
        sent_from="verstuurd vanaf | verzonden vanaf | verzonden met | verstuurd met | verstuurd via | outlook voor",
        fillers="downloaden | met | mijn | mij | ophalen | vanaf | verstuurd | verzonden | via | voor",
        closings="met vriendelijke groet | met vriendelijke groeten | vriendelijke groet | groeten",
    ),
    Tongue(
        name="Polish",
        opens="w dniu | dnia | pon | wt | śr | czw | pt | sob | niedz",
        wrote="napisał | napisała | napisał(a) | pisze | cytowanie",
        sender="od | nadawca",
        sent="wysłano | data",
        to="do",
        subject="temat",
        copied="dw | do wiadomości",
        forwarded="początek przekazywanej wiadomości | przekazana wiadomość | wiadomość przekazana dalej | "
        "treść przekazanej wiadomości",
        sent_from="wysłane z | wysłano z | pobierz outlook | pobierz aplikację outlook | uzyskaj outlook",
        fillers="aplikację | dla | iphone'a | mojego | pobierz | systemu | telefonu | uzyskaj | wysłane | wysłano | z",
        closings="pozdrawiam | z poważaniem",
    ),
    Tongue(
        name="Swedish",
        opens="den | mån | tis | ons | tors | fre | lör | sön",
        wrote="skrev | citerar | citat från",
        sender="från",
        sent="skickat | datum",
        to="till",
        subject="ämne",
        copied="kopia",
        forwarded="vidarebefordrat meddelande | vidarebefordrat brev",
        sent_from="skickat från | skickat med | hämta outlook | skaffa outlook",
        fillers="för | från | hämta | med | min | mitt | skaffa | skickat",
        closings="med vänliga hälsningar | vänliga hälsningar | hälsningar | mvh",
    ),
    Tongue(
        name="Danish",
        opens="den | man | tir | ons | tor | fre | lør | søn",
        wrote="skrev | citerer",
        sender="fra",
        sent="sendt | dato",
        to="til",
        subject="emne",
        copied="kopi",
        forwarded="videresendt meddelelse | videresendt besked | start på videresendt besked",
        sent_from="sendt fra | sendt med | hent outlook",
        fillers="fra | hent | med | min | mit | sendt | til",
        closings="med venlig hilsen | venlig hilsen | de bedste hilsner",
    ),
    Tongue(
        name="Norwegian",
        opens="den | på | man | tir | ons | tor | fre | lør | søn",
        wrote="skrev | skreiv | siterer",
        sender="fra | frå",
        sent="sendt | dato",
        to="til",
        subject="emne",
        copied="kopi",
        forwarded="videresendt melding | videresendt e-post | start på videresendt melding",
        sent_from="sendt fra | sendt med | få outlook | skaff outlook",
        fillers="for | fra | få | med | min | mitt | sendt | skaff",
        closings="med vennlig hilsen | vennlig hilsen | hilsen",
    ),
    Tongue(
        name="Finnish",
        opens="ma | ti | ke | to | pe | la | su",
        wrote="kirjoitti | lainaus",
        sender="lähettäjä",
        sent="lähetetty | päiväys | pvm",
        to="vastaanottaja",
        subject="aihe",
        copied="kopio",
        forwarded="välitetty viesti | edelleenlähetetty viesti",
        sent_from="lähetetty | hanki outlook",
        fillers="hanki | iphonesta | laitteesta | lähetetty",
        closings="ystävällisin terveisin | terveisin",
    ),
    Tongue(
        name="Czech",
        opens="dne | po | út | st | čt | pá | so | ne",
        wrote="napsal | napsala | napsal(a) | citace",
        sender="od | odesílatel",
        sent="odesláno | datum | posláno",
        to="komu",
        subject="předmět",
        copied="kopie",
        forwarded="přeposlaná zpráva | přeposlaný e-mail | začátek přeposlané zprávy",
        sent_from="odesláno z | odesláno ze | získat outlook | získejte outlook",
        fillers="iphonu | mého | odesláno | pro | telefonu | z | ze | získat | získejte",
        closings="s pozdravem | s úctou | hezký den",
    ),
    Tongue(
        name="Slovak",
        opens="dňa | po | ut | st | št | pi | so | ne",
        wrote="napísal | napísala | napísal(a)",
        sender="od | odosielateľ",
        sent="odoslané | dátum | poslané",
        to="komu | pre",
        subject="predmet",
        copied="kópia",
        forwarded="preposlaná správa",
        sent_from="odoslané z | získať outlook",
        fillers="iphonu | môjho | odoslané | pre | z | získať",
        closings="s pozdravom",
    ),
    Tongue(
        name="Hungarian",
        wrote="írta | ezt írta",
        sender="feladó",
        sent="küldve | dátum | elküldve",
        to="címzett",
        subject="tárgy",
        copied="másolat | másolatot kap",
        forwarded="továbbított üzenet | továbbított levél",
        sent_from="küldve | az outlook beszerzése",
        fillers="az | beszerzése | iphone-omról | küldve | saját",
        closings="üdvözlettel | tisztelettel",
    ),
    Tongue(
        name="Romanian",
        opens="în | pe | la | lun | mar | mie | joi | vin | sâm | dum",
        wrote="scris | a scris",
        sender="de la | expeditor",
        sent="trimis | data",
        to="către",
        subject="subiect",
        forwarded="mesaj redirecționat | mesaj transmis mai departe",
        sent_from="trimis de pe | obțineți outlook",
        fillers="de | meu | obțineți | pe | pentru | trimis",
        closings="cu stimă | cu respect",
    ),
    Tongue(
        name="Russian",
        opens="в | пн | вт | ср | чт | пт | сб | вс | понедельник | вторник | среда | четверг | пятница | суббота "
        "| воскресенье",
        wrote="написал | написала | написал(а) | пишет | писал | писала",
        sender="от | от кого",
        sent="отправлено | дата",
        to="кому",
        subject="тема",
        copied="копия",
        forwarded="пересылаемое сообщение | пересланное сообщение | начало переадресованного сообщения | "
        "начало пересылаемого сообщения",
        sent_from="отправлено с | отправлено из",
        fillers="iphone | из | моего | отправлено | с | устройства",
        closings="с уважением",
    ),
    Tongue(
        name="Ukrainian",
        opens="пн | вт | ср | чт | пт | сб | нд",
        wrote="написав | написала | пише | писав",
        sender="від",
        sent="надіслано | дата",
        to="кому",
        subject="тема",
        copied="копія",
        forwarded="переслане повідомлення",
        sent_from="надіслано з | надіслано зі",
        fillers="з | зі | мого | надіслано",
        closings="з повагою",
    ),
    Tongue(
        name="Bulgarian",
        opens="на",
        wrote="написа | писа",
        sender="от",
        sent="изпратено | дата",
        to="до",
        subject="относно | тема",
        forwarded="препратено съобщение",
        closings="с уважение",
    ),
    Tongue(
        name="Greek",
        opens="στις | την",
        wrote="έγραψε",
        sender="από | αποστολέας",
        sent="ημερομηνία | στάλθηκε | εστάλη",
        to="προς",
        subject="θέμα",
        copied="κοιν",
        forwarded="προωθημένο μήνυμα",
        sent_from="στάλθηκε από",
        fillers="από | μου | στάλθηκε | το",
        closings="με εκτίμηση",
    ),
    Tongue(
        name="Turkish",
        wrote="yazdı | şunu yazdı | şunları yazdı",
        sender="kimden | gönderen",
        sent="gönderildi | gönderme | gönderme tarihi | tarih",
        to="kime | alıcı",
        subject="konu",
        copied="bilgi",
        forwarded="iletilen ileti | iletilmiş ileti | yönlendirilmiş mesaj",
        sent_from="iphone'umdan gönderildi | android için outlook | ios için outlook",
        fillers="edinin | gönderildi | için | iphone'umdan",
        closings="saygılarımla | saygılarımızla",
    ),
    Tongue(
        name="Hebrew",
        opens="בתאריך",
        wrote="כתב | כתבה | מאת",
        sender="מאת",
        sent="נשלח | תאריך",
        to="אל",
        subject="נושא",
        forwarded="הודעה שהועברה",
    ),
    Tongue(
        name="Arabic",
        opens="في",
        wrote="كتب | كتبت",
        sender="من",
        sent="تاريخ | أُرسلت | التاريخ",
        to="إلى | الى",
        subject="الموضوع | موضوع",
        forwarded="رسالة مُعاد توجيهها | رسالة معاد توجيهها",
    ),
    Tongue(
        name="Chinese",
        opens="在 | 于",
        wrote="写道 | 寫道",
        sender="发件人 | 寄件者 | 寄件人",
        sent="发送时间 | 日期 | 時間 | 传送日期 | 傳送日期 | 寄件日期",
        to="收件人 | 收件者",
        subject="主题 | 主旨 | 主題",
        copied="抄送 | 副本",
        forwarded="转发的邮件 | 转发邮件信息 | 轉寄的郵件 | 轉寄郵件 | 已转发邮件 | 已轉寄郵件",
        sent_from="发自我的 | 從我的 | 从我的 | 傳自我的",
        fillers="从我的 | 從我的 | 发送 | 傳送",
    ),
    Tongue(
        name="Japanese",
        wrote="書きました | のメール",
        sender="差出人 | 送信者",
        sent="送信日時 | 日付 | 日時",
        to="宛先",
        subject="件名",
        forwarded="転送されたメッセージ | 転送メッセージ",
        sent_from="iphoneから送信 | ipadから送信",
        fillers="iphoneから送信 | ipadから送信",
    ),
    Tongue(
        name="Korean",
        wrote="작성 | 썼습니다",
        sender="보낸 사람",
        sent="보낸 날짜 | 날짜",
        to="받는 사람",
        subject="제목",
        copied="참조",
        forwarded="전달된 메시지 | 전달된 메일",
        sent_from="나의 iphone에서 보냄 | 내 iphone에서 보냄",
        fillers="나의 | 내 | iphone에서 | 보냄",
    ),
)
"""In the order of how often an English practice meets them; a word may stand in several rows."""

FORWARD_PREFIXES = frozenset(
    {
        "fw",
        "fwd",
        "ymlaen",
        "wg",
        "tr",
        "rv",
        "enc",
        "i",
        "vb",
        "pd",
        "doorst",
        "vl",
        "ilt",
        "továbbítás",
        "转发",
        "轉寄",
        "転送",
    }
)
"""What programs put before the subject of a message that they forward; "VS" is a reply in Finnish, and no sign."""
