headline headline
    4:11 |A release in English|
body body end
    6:1 |The centre opens in May 2027, with 120 trainees.|
