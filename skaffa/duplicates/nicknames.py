"""Given names that stand for one another, one group a line: English, Swedish, and what is common in Europe."""

from collections.abc import Iterator

_GROUPS = """
abigail abby gail
adam ad
agnes nessa nesta
albert al bert bertie
alexander alex alec aleksander aleksandr alexandre sandy sasha sascha xander
alexandra alex sandra sasha alexa
alfred alf alfie fred
alice alicia ally allie
amanda mandy
andrew andy drew andre andreas anders andrej andrzej
ann anne anna annie anita annika anneli nancy hannah anja
anthony tony anton antonio antonius antoine
arthur art artie artur arturo
augustus gus gussie august gustav gustaf gosta
barbara barb babs barbro
beatrice bea trixie
benjamin ben benny benji
birgitta birgit brita britta gitta
bridget bridie biddy
caroline carrie carolina karolina carolin lina
catherine kate cathy kitty katie katherine kathleen katarina catharina karin kajsa karen katja katrin kat
charles charlie charley chas chuck karl carl carlos kalle
charlotte lottie lotta charlie
christina chris tina kristina kerstin kirsten kirstin christine stina
christopher chris kit christoffer kristoffer christoph
clara klara
cornelius con neil
daniel dan danny
david dave davy
deborah debbie deb
dennis denny
dmitri dimitri dima dmitry
dominic dom nick
donald don donnie
dorothy dot dolly dottie dora dorothea
edith edie
edmund ed ned eddie
edward ed eddie ted teddy ned edvard eduard eduardo
eleanor ellie nell nora leonora elinor
elizabeth liz lizzie lizzy beth betty bess eliza lisa elsie elisabeth lisbeth elise elsa libby lise
emily em emmie emma emilia
eric erik erich
ernest ernie ernst
eugene gene evgeni evgeny yevgeny jevgenij
florence flo florrie
frances fanny fran francesca franziska
francis frank frankie francois francisco franz frans franciscus
frederick fred freddie freddy fredrik friedrich frederik fredric
gabriel gabe
george georgie geo georg jorge jurgen goran
gerald gerry jerry gerard gerhard
gilbert gil bert
gregory greg grigori grigory
harold harry hal harald
harriet hattie
helen nell nellie ellen helena helene elena lena
henry harry hank hal henrik heinrich henri enrique
herbert herb bert bertie
hugh hughie hugo
ignatius iggy ignacio
irene rene irina
isabella bella isabel isabelle izzy
isaac ike
ivan vanya
jacob jake jakob jacques
james jim jimmy jamie jas
jane jenny janie jean janet
jennifer jen jenny
jessica jess jessie
john jack johnny jon jno johan johannes jan jean juan ivan ioan hans janne giovanni joao
jonathan jon jonny
joseph joe joey jos josef jose giuseppe
joshua josh
judith judy
julia julie juliana
karl carl kalle
kenneth ken kenny
lawrence larry laurie laurence lars lorenz lorenzo lasse
leonard len lenny leo leonhard
lewis louis lou lew ludwig luis luigi ludvig
louisa lou louise lovisa luise
lucy lucia lucie
magnus manne
margaret maggie meg peggy greta madge marge margit margareta margarita margarete rita marguerite daisy
maria mary marie maja mia mimmi marija
martha mattie patty marta
martin marty marten
mary molly polly may mamie maria marie
matilda tilly mathilda
matthew matt mattias mats matthias mateo
maximilian max
michael mike mick mickey mikael mikhail michel miguel micke misha
mildred millie
nathaniel nat nate nathan
nicholas nick nicky niklas nicklas nils niels nikolai nicolas klaus claus nikolaus
olaf olof olle ole olav
oliver ollie
pamela pam
patricia pat patty tricia
patrick pat paddy patrik
paul pal pablo paolo pavel pawel paal
percival percy
peter pete per peder petter pedro pierre pietro petr pehr pelle
philip phil pip filip phillip philippe felipe
raymond ray
rebecca becky becca rebecka
reginald reg reggie
richard dick rick ricky rich richie rikard ricardo
robert rob bob bobby robbie bert roberto robin
ronald ron ronnie
rose rosie rosa
samuel sam sammy
sarah sally sadie sara
sebastian seb basti
sidney sid sydney
simon si
sophia sophie sofia sofie
stanley stan
stephen steve steven stefan steffen stephan staffan stephane esteban stevie
susan sue susie susanna susanne suzanne sanna
sven svend svante
terence terry
teresa theresa tess tessa terese
theodore ted theo teodor fyodor fedor
thomas tom tommy thos tomas tomaso
timothy tim
tobias toby tobbe
ulrich uli ulrik olrik
valentine val
victor vic viktor
victoria vicky tori viktoria
vincent vince vin
virginia ginny
vladimir vova volodya wladimir
walter walt wally valter
wilhelmina mina minnie vilhelmina
william will bill billy willie liam wm wilhelm vilhelm ville wille guillermo guillaume
winifred win winnie
yuri jurij iurii jury
zachary zach zack
"""


def _grouped() -> Iterator[tuple[str, list[str]]]:
    for line in _GROUPS.strip().split("\n"):
        group = line.split()
        yield group[0], group


def _known() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _first, group in _grouped():
        for one in group:
            found.setdefault(one, set()).update(group)
    return {one: frozenset(group) for one, group in found.items()}


def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for first, group in _grouped():
        for one in set(group):
            found.setdefault(one, []).append(first)
    return {one: tuple(firsts) for one, firsts in found.items()}


STAND_FOR: dict[str, frozenset[str]] = _known()
"""By given name: all that may stand for it, itself among them."""

GROUPS: dict[str, tuple[str, ...]] = _groups()
"""By given name: the first name of each group it is in; who shares none of them does not stand for it."""
