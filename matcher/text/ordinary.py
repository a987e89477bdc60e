"""Ordinary words of listings that are one slip away from many a name, and are no slip."""

from __future__ import annotations

_WORDS = """
about above adult after again amber angel angle apply audio basic beach beauty below black
blank blend block board bonus books boost boots bottle bottles bottom brand bread bright
brown brush cable cables camera canal candle candy cannon canopy card cards carton casino
casual center centre chain chair change channel channels charm cheap check chest child
children chrome classic clean clear clip clock cloth clothes clothing coach coast coat coats
cocoa coffee color colors colour comfort console control cotton couch cover covers cream
crystal custom daily dance deluxe design desktop digital disc discs double dress dresses
drink drive driver early earth eight elect electric engine enter entry extra fabric family
fashion field fiber filter finger flash floor flower folding force frame fresh front gamma
garden gaming genre ghost glass gloves glove going grand green group guard guide hands
happy hardware heart heavy hiking holder home honey hotel house image index indoor inner
input insert inside intern inter iron jacket jacks jeans kitchen label ladies large laser
later latest leather letter level light limited linen liner lines lining liquid little
living local locker logic loose lower lunch magic maker making manual maple marble marine
master match matte medal media medium memory metal micro middle might mini minor model
modern money monitor motor mount mouse music native nature necklace never night
nylon ocean office often olive omega onion onyx open orange organic original other outdoor
outer outlet output oxford paint panel panels pants paper party pearl pencil phone phones
photo piano picnic picture piece pieces pillow pilot pigeon pink plain plane planet plant
plants plastic plate play player point polish pouch pound power premium press pretty price
print printer pro product puppy purple purse queen quick quiet rabbit racing radio rain
random range rapid razor ready rebel retro ribbon right river robot rocket roman rope rose
round royal rubber running safety sales salon sample sandal sandals satin scale school
score screen sealed season series service set shade shape sharp sheet shell shine shirt
shirts shoes shop short shorts shoulder shower silicone silver simple single skate sleeve
slide slim small smart smooth sneaker sneakers socks soft solar solid sonic sound space
spare spark speaker special speed spice sport sports spring square stainless stand star
start steam steel stick stock stone stoneware storage store strap straps street strong
studio style stylus sugar summer sunny super supper supply support sweater table tablet
taste tissue tissues toner tools total touch towel track trail train travel trend trial
trouser truck tumbler twist ultra under union unique unisex upper urban vacuum value vapor
velvet vintage violet virgin vision visor vital voice wagon walker wallet warm washer
watch watches water wedding weight wheel white winter wireless woman women wooden world
wrist yellow young
"""

ORDINARY_WORDS = frozenset(_WORDS.split())
"""From general knowledge of English listings, not from any data set."""
