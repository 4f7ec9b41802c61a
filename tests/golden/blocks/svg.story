headline headline
    5:11 |شعار|
body body
    8:1 |فقرة أولى.|
caption body figure emblem.svg 10000x10000 alt شعار فيه نجمة end
