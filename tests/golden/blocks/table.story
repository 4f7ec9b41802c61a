headline headline
    5:11 |حصص المحافظات من المياه|
body body
    8:1 |فقرة قبل الجدول.|
table-caption body
    16:3 |جدول الحصص |
    16:16 *|بالمليون|
    16:26 | متر مكعب|
table table table 4x4 head
table-head table-head cell 0,0
    10:3 |المحافظة|
table-head table-head cell 0,1
    10:14 |الحصة|
table-head table-head cell 0,2
    10:22 |التغير|
table-head table-head cell 0,3
    10:31 |ملاحظات|
table table cell 1,0
    12:3 |القليوبية|
table table cell 1,1 point 10
    12:15 |١٬٢٥٠٫٥|
table table cell 1,2 point 6
    12:25 |‹|
    12:25 |+٣٫٢٥›|
table table cell 1,3
    12:33 |تضاف إليها حصة ترعة الشرقاوية بعد انتهاء تأهيلها|
table table cell 2,0
    13:3 |كفر الشيخ|
table table cell 2,1 point 6
    13:15 |٩٨٠|
table table cell 2,2 point 11
    13:21 |‹|
    13:21 |-‹|
    13:22 |١٢›|
    13:24 |٫‹|
    13:25 |٥››|
table table cell 2,3
table table cell 3,0
    14:3 |البحيرة|
table table cell 3,1 point 10
    14:13 |٣٬٣٠٠٫٧٥|
table table cell 3,2
    14:24 |–|
table table cell 3,3
    14:28 |مناطق |
    14:36 *|الأرز|
table table table 2x2
table table cell 0,0
    20:3 |بلا رأس|
table table cell 0,1 point 2
    20:13 |٥٪|
table table cell 1,0
    21:3 |صف ثان|
table table cell 1,1 point 4
    21:12 |١٢٫٥٪|
body body end
    23:1 |فقرة بعد الجدول.|
