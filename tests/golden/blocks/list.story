headline headline
    5:11 |قوائم واقتباسات|
subhead subhead
    8:4 |عنوان من المستوى الثاني|
subhead-3 subhead-3
    10:5 |عنوان من المستوى الثالث|
entry entry depth 1 marker ٨.
    12:4 |ثامن المدخلات في هذه القائمة، ويمتد إلى سطر ثان حتى يرى كيف يعلق.|
entry entry depth 1 marker ٩.
    13:4 |تاسع|
entry entry depth 1 marker ١٠.
    14:5 |عاشر، وعلامته أعرض العلامات في هذه القائمة كلها.|
entry entry depth 2 marker –
    15:7 |داخل العاشر|
entry entry depth 2
    17:7 |فقرة ثانية فيه|
entry entry depth 1 marker ١١.
    18:5 |حادي عشر|
quote quote quoted depth 1
    20:3 |اقتباس في سطرين أو أكثر حتى يظهر الخط الذي بجانبه ممتدا معهما.|
quote quote quoted depth 1
    22:3 |فقرة ثانية.|
quote-speaker quote-speaker quoted depth 1
    23:3 |— المهندس حازم عبد الله، رئيس الهيئة|
body body
    25:1 |فقرة.|
quote quote quoted depth 1
    27:3 |قول آخر|
quote-speaker quote-speaker quoted depth 1 end
    29:3 |— قائله|
