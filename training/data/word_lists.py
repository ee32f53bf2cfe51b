"""Lists of English words: question words, number words and opposites."""

from vectorstore.text.analysis import STOP_WORDS

QUESTION_WORDS = STOP_WORDS | {"what", "much", "many", "name", "called", "happened", "kind", "type"}
NUMBERS = """one two three four five six seven eight nine ten first second third fourth fifth hundred thousand million
    billion monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december north south east west red blue green black white yellow""".split()
OPPOSITES = """largest smallest,biggest smallest,highest lowest,most least,more less,first last,before after,
    increase decrease,increased decreased,north south,east west,northern southern,eastern western,early late,
    earlier later,start end,started ended,begin stop,began ceased,beginning end,born buried,won lost,win lose,
    oldest youngest,older younger,longest shortest,long short,best worst,better worse,large small,big small,
    high low,good bad,strong weak,positive negative,legal illegal,male female,men women,man woman,king queen,
    father mother,husband wife,son daughter,brother sister,accept reject,accepted rejected,allow forbid,
    allowed banned,approved opposed,support oppose,supported opposed,attack defend,buy sell,bought sold,include exclude,
    included excluded,import export,hot cold,inside outside,internal external,public private,rich poor,easy difficult,
    love hate,liked disliked,like dislike,minimum maximum,new old,open close,opened closed,rise fall,rose fell,
    same different,success failure,upper lower,winter summer,day night,always never,with without,above below,
    advantage disadvantage,arrive leave,arrived left,ancient modern,majority minority,teacher student,cause prevent,
    caused prevented,join leave,joined left,safe dangerous,collect delete,share withhold,fast slow""".replace("\n", "")
_PAIRS = [tuple(pair.split()) for pair in OPPOSITES.split(",") if pair.strip()]
OPPOSITE = {a: b for a, b in _PAIRS} | {b: a for a, b in _PAIRS}
