section section
    10:10 |أنشطة الوزير|
kicker kicker
    11:9 |قال: نعم # لا|
headline headline
    12:11 |عنوان بين علامتين|
deck deck
    14:5 |أول: وفيه نقطتان|
deck deck
    15:5 |ثان|
byline byline
    16:9 |بواسطة/فتحية علي|
dateline dateline
    17:19 |فيلنيوس|
    17:36 | – |
    17:36 |أ ش أ|
body body
    27:1 |فقرة فيها |
    27:13 *|نص قوي|
    27:21 | و|
    27:24 /|مائل|
    27:29 | و|
    27:32 @|رابط| <https://a.example/b>
    27:58 | و|
    27:61 `|رمز|
    27:65 |.|
subhead subhead
    29:4 |عنوان فرعي|
entry entry depth 1 marker •
    31:3 |مدخل أول|
entry entry depth 1 marker •
    32:3 |مدخل ثان|
entry entry depth 2 marker ١.
    34:6 |فرعي|
entry entry depth 2 marker ٢.
    35:6 |آخر|
quote quote quoted depth 1
    37:3 |اقتباس |
    38:3 |من سطرين|
contact contact end
    21:17 |مكتب المتحدث|
    21:38 | – |
    21:38 |‹|
    21:38 |02-25550188›|
    21:60 | – |
    21:60 |‹|
    21:60 |a@b.example›|
