headline headline
    5:11 |صور|
caption caption figure slope.png 600x400 crop 3334 0 6666 10000 span 99 alt منحدر
caption caption
    7:56 |تعليق|
credit caption
    7:71 |تصوير المكتب|
caption caption figure slope.png 600x400 crop 1000 3000 4000 6000 span 1 alt منحدر مقصوص
body body
    11:1 |فقرة أولى.|
caption caption figure slope.png 600x400 crop 1667 0 6666 10000 span 1 alt منحدر ثالث
caption caption
    13:1 |تعليق الصورة الثالثة|
body body end
    15:1 |فقرة ثانية.|
