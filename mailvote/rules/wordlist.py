"""The 256 words of a receipt, one for each value of a byte: short, plain, and hard to mistake for another."""

_LIST = """
    acorn almond amber anchor apple arrow aspen autumn avenue badge balcony bamboo banana banjo
    barley barrel basil basket beacon beaver beetle birch biscuit blanket blossom bonnet bottle
    breeze bridge bronze brook bucket buffalo bugle butter cabin cactus camera canal candle canvas
    canyon caramel carbon cargo carpet castle cedar celery cherry chimney cider cinema circle citrus
    clock clover cobalt coconut coffee comet compass copper coral cotton cradle crayon cricket
    crimson crystal curtain cushion cyclone daisy dancer denim desert diamond dolphin dragon drummer
    eagle easel echo eclipse elbow emerald engine fabric falcon feather fiddle finch flute forest
    fossil galaxy garden garlic ginger giraffe glacier glider goblet granite grape gravel guitar
    hamlet harvest hazel hedge helmet honey hotel iceberg igloo indigo island ivory jacket jasmine
    jersey jigsaw jungle juniper kayak kettle kitchen kiwi koala ladder lagoon lantern laurel lemon
    lentil library lilac linen lobster lotus magnet magpie mango maple marble meadow melody meteor
    mitten monsoon mosaic museum napkin nectar nickel north nutmeg oasis ocean olive onion orange
    orbit orchard otter oxygen pancake panda parcel parrot parsley pebble pelican pencil pepper
    piano picnic pigeon planet plaza pocket pollen poppy potato pretzel prism puffin pumpkin puzzle
    pyramid quill rabbit radish raisin raven ribbon ripple river robin rudder rugby saddle saffron
    sandal satin scarlet seagull silver skate sparrow spinach sponge spruce squash stable statue
    studio summer sunset swallow teapot tennis thimble thistle ticket timber tomato topaz tractor
    trumpet tulip tunnel turnip turtle tweed unicorn valley vanilla velvet village violin volcano
    voyage waffle wagon walnut willow window winter wizard yellow zebra zenith zigzag
"""

WORDS: tuple[str, ...] = tuple(_LIST.split())
