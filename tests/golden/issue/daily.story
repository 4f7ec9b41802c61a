story contents
contents-title section-head
    0:0 |في هذا العدد|
contents-section body
    9:5 |أنشطة الوزير|
contents-entry body to #lead tail |{page}| dots
    6:11 |الوزير يفتتح محطة المياه|
contents-section body
    10:5 |أخبار القطاع|
contents-entry body to #port tail |{page}| dots
    4:11 |ثلاثة أرصفة جديدة في ميناء دمياط تستقبل أكبر سفن الحاويات في البحر المتوسط|
contents-entry body to #item:3 tail |{page}| dots
    3:11 |عشرة آلاف منحة للتدريب|
contents-section body
    11:14 |تصويبات|
contents-entry body to #fix tail |{page}| dots
    5:11 |تصويب عدد الأرصفة|
story section section 1 #section:1
section-head section-head
    9:5 |أنشطة الوزير|
story item section 1 #lead
kicker body
    5:9 |في جولة بالدلتا|
headline headline
    6:11 |الوزير يفتتح محطة المياه|
body body end
    8:1 |افتتح الوزير اليوم محطة المياه الجديدة.|
story section section 2 #section:2
section-head section-head
    10:5 |أخبار القطاع|
story item section 2 #port
headline headline
    4:11 |ثلاثة أرصفة جديدة في ميناء دمياط تستقبل أكبر سفن الحاويات في البحر المتوسط|
body body end
    6:1 |وصلت أمس أول سفينة إلى الرصيف الجديد.|
story item section 2 #item:3
headline headline
    3:11 |عشرة آلاف منحة للتدريب|
body body end
    5:1 |يبدأ التدريب في الشهر القادم.|
story section section 3 #section:3
section-head section-head
    11:14 |تصويبات|
story correction section 3 #fix
headline headline
    5:11 |تصويب عدد الأرصفة|
correction body to #port tail |{string.page} {page}|
    6:11 |تصويب لخبر|
    6:11 |: «|
    4:11 |ثلاثة أرصفة جديدة في ميناء دمياط تستقبل أكبر سفن الحاويات في البحر المتوسط|
    6:11 |»|
body body end
    8:1 |الصواب أربعة أرصفة.|
story contacts
contacts-title section-head
    0:0 |للتواصل|
contact body
    12:19 |غرفة الأخبار|
    12:40 | – |
    12:40 |‹|
    12:40 |02-27960000›|
story imprint
imprint body
    0:0 |‹النشرة اليومية› – ‹السنة ٧ – العدد ٤١٢›|
imprint body
    13:11 |رئيس التحرير نهى سالم|
