//! The sentences that reports are made of.
//!
//! Slots: `{H}` and `{A}` the home and the away team, `{V}` the ground, `{R}` the
//! referee, `{N}` the attendance, `{W}` and `{L}` winner and loser, `{S}` a score,
//! `{M}` a minute ("38th minute"), `{P}` a player, `{T}` his or her team, `{O}` the
//! opponents, `{Q}` an opponent, `{K}` a team-mate of `{P}`.

pub(crate) const WIN_TITLES: &[&str] = &[
    "{W} beat {L} {S}",
    "{W} see off {L}",
    "{W} hold their nerve against {L}",
    "{L} left with nothing by {W}",
    "{W} too strong for {L}",
    "{W} take the points from {L}",
    "Patience pays for {W} against {L}",
];

pub(crate) const DRAW_TITLES: &[&str] = &[
    "{H} and {A} share the points",
    "Nothing between {H} and {A}",
    "{A} hold {H}",
    "{H} and {A} finish level at {S}",
    "A point each for {H} and {A}",
];

pub(crate) const WIN_LEADS: &[&str] = &[
    "{W} beat {L} {S} and did so without ever looking hurried. What had been billed as an even contest was settled by one side doing the simple things well, and by the other needing one touch too many whenever the goal came into view.",
    "It finished {S}, and few of those who walked home afterwards would argue with it. {W} were quicker to the ball and calmer on it, and {L} will know that a better start to either half might have told a different story.",
    "A {S} scoreline rarely tells the whole of an afternoon, but this one comes close. {W} took their chances when they came, {L} did not, and in a league as tight as this the difference between the two is worth three points.",
    "{W} have had prettier days than this and will settle for many more like it. A {S} win over {L} was built on hard running and clear heads, and it came against opponents who had arrived in good form and with a settled side.",
    "For long spells there was little between {W} and {L}, and then there was everything. The final score of {S} owed as much to persistence as to craft, and it leaves the losers with questions that training alone may not answer.",
    "There are matches that turn on a moment and matches that wear slowly in one direction. This was the second kind: {W} leaned on {L} until something gave, and in the end {S} was a fair account of what had gone before.",
];

pub(crate) const DRAW_LEADS: &[&str] = &[
    "{H} and {A} finished {S}, and each will think that more was there to be had. The home side had most of the ball, the visitors most of the better openings, and neither could find the one calm finish that the occasion asked for.",
    "A {S} draw was perhaps the only result that would have satisfied nobody and surprised no one. {H} and {A} matched each other run for run, and when the whistle went there were as many heads bowed as hands raised on either side.",
    "Neither {H} nor {A} could be separated at the end of a match that was never short of effort. It ended {S}, and if the quality came and went, the willingness of both to go on looking for a winner did not.",
    "Honours were even at {S} after an hour and a half in which {H} and {A} took turns to be the better side. The point does more for one than for the other in the table, but both earned it the hard way.",
];

pub(crate) const SETTINGS: &[&str] = &[
    "A crowd of {N} had made its way to {V} under low cloud, and the pitch, heavy after a week of rain, asked a good deal of tired legs. {R} took charge and let the play run wherever that was possible.",
    "{V} was in good voice from the start, with {N} through the gates and the far terrace full an hour before kick-off. The referee, {R}, had a word with both captains at the toss and rarely needed a second one.",
    "The wind came straight down {V} from the open end and made fools of several good players before the break. There were {N} inside to see it, wrapped up well, and {R} kept the whistle quiet in conditions that forgave nobody.",
    "With {N} at {V} and the evening still warm, the setting could hardly have been better. {R}, who had last been here in the spring, allowed the contest to breathe and was rewarded with a match that needed little policing.",
    "It was a grey day at {V}, though not a dull one, and the {N} who came were given plenty to talk about on the way home. {R} added little to the noise, which is as much as can be asked of any referee.",
    "The gates at {V} opened late because of the traffic, and some of the {N} were still finding their seats when {R} got matters under way. Those who hurried had chosen well, for the opening minutes were the liveliest of the lot.",
];

pub(crate) const OPENERS: &[&str] = &[
    "The first goal came in the {M}. {P} read a loose clearance before anyone else had moved, took one touch to bring the ball down and another to send it low inside the post, and {T} had the lead their early work deserved.",
    "It was {P} who broke the deadlock in the {M}, arriving late at the far post when the cross had seemed too long for everybody. The finish was plain, the run that made it was not, and {T} were in front.",
    "{T} went ahead in the {M} through {P}, whose shot from the edge of the area took the slightest touch off a defender and left the goalkeeper moving the wrong way. Nobody on the bench was inclined to apologise for the luck.",
    "In the {M} a short corner was worked back to {P}, who had been left alone and needed no second invitation. The ball flew in at the near post, and {T} had something to hold on to.",
];

pub(crate) const EQUALISERS: &[&str] = &[
    "The reply came in the {M}. {P} won the ball on halfway, kept going when a pass looked the safer choice, and finished with the outside of the boot to bring {T} level at {S}.",
    "{T} were back on terms in the {M}, when {P} met a deep free kick with a header that gave nobody a chance. At {S} the contest began again, and the noise told both sides as much.",
    "Level it was in the {M}: {P} turned sharply with two defenders close, found a yard that had not been there, and rolled the ball into the corner for {S}. It was no more than {T} had been threatening.",
    "An equaliser had been coming, and {P} supplied it in the {M}, following up after the goalkeeper could only push a fierce drive back into the crowd of players in front of goal. That made it {S}.",
];

pub(crate) const LEADS: &[&str] = &[
    "Then, in the {M}, {P} put {T} ahead. The move had begun deep in their own half and had gone through seven pairs of boots before the last of them struck it cleanly, and {S} was the reward for their patience.",
    "{P} gave {T} the advantage in the {M}, cutting in from the touchline and bending the ball beyond a full-length dive. It was the best goal of the match by some way, and it made the score {S}.",
    "The match turned in the {M}. A throw-in was taken quickly, {O} were slow to see the danger, and {P} slid in ahead of the last defender to make it {S}. The protests lasted longer than the move.",
    "It was {S} in the {M}, and again the goal began with a mistake. A pass across the back line fell short, {P} was on to it in an instant, and {T} had the lead with a finish of great coolness.",
];

pub(crate) const EXTENDERS: &[&str] = &[
    "{P} made it {S} in the {M} with a drive from twenty yards that was still rising when it struck the net. By then {O} were stretched, and there was a sense that the afternoon had slipped beyond them.",
    "Another followed in the {M}. {P} was fed down the right, held off a challenge and lifted the ball over the goalkeeper for {S}, a finish of some delicacy at the end of a run of none at all.",
    "In the {M} the margin grew. {P} rose highest at a corner, as so often this season, and {T} had a score of {S} to protect with the wind at their backs and the opposition running short of ideas.",
    "The goal in the {M} came from very little. {P} chased a ball that looked lost, blocked the clearance and walked it over the line for {S}, to the delight of a bench that had asked for exactly that.",
];

pub(crate) const CONSOLATIONS: &[&str] = &[
    "{T} pulled one back in the {M}, {P} finishing neatly after a scramble, and at {S} there was a flicker of hope where there had been none. It gave the closing stages an edge that few had expected of them.",
    "To their credit {T} kept going, and in the {M} {P} found a way through, side-footing home after a clever lay-off on the edge of the six-yard box. The score was {S}, and suddenly nobody was leaving.",
    "A goal in the {M} made it {S}. {P} had been waiting all day for a pass into feet, and when one arrived at last the turn and the shot were a single movement. {T} ran back with the ball.",
];

pub(crate) const PENALTIES: &[&str] = &[
    "A penalty in the {M} made it {S}. The handball was clear to all but those who had committed it, and {P} waited for the goalkeeper to move before rolling the ball the other way for {T}.",
    "{R} pointed to the spot in the {M} after a late challenge, and {P} did the rest, striking the penalty high and hard beyond any reach. The score was {S}, and the complaints from {O} changed nothing.",
];

pub(crate) const OWN_GOALS: &[&str] = &[
    "The goal that made it {S} in the {M} was one that {P} will not want to see again. A low cross was swung in with more hope than purpose, and the attempt to turn it behind for a corner sent it into the net instead.",
    "In the {M} fortune took a hand. {P} stretched to cut out a pass meant for somebody else and could only help it past the goalkeeper, and the score was {S} through no great merit of the team that gained by it.",
];

pub(crate) const SUMMARIES: &[&str] = &[
    "Another goal went in during the {M} to make it {S}, by which time the afternoon had lost all shape.",
    "It was {S} in the {M}, from close range and in front of a defence that had stopped believing.",
];

pub(crate) const BOOKINGS: &[&str] = &[
    "{R} showed the first yellow card in the {M}, to {P}, for a foul that was clumsy rather than cruel. {T} could have few complaints, and to be fair to them they made none worth writing down.",
    "The name of {P} went into the book in the {M} for a pull of the shirt in midfield, a small crime that stopped a large danger. Those on the {T} bench could be seen to applaud it.",
    "There was a booking for {P} in the {M} after a challenge that arrived a good second late. The free kick came to nothing, but for a while {T} were obliged to defend with more care than comes naturally to them.",
];

pub(crate) const DISMISSALS: &[&str] = &[
    "{T} finished with ten after {P} was sent off in the {M}. There was no malice in the challenge, but there was little of the ball in it either, and the referee hardly had to think about the colour of the card.",
    "The red card in the {M} changed the picture. {P} had already been warned more than once, and when a boot was left in a little too long {R} had no choice, whatever the {T} bench thought of it.",
];

pub(crate) const SUBSTITUTIONS: &[&str] = &[
    "The change made in the {M} gave {T} fresh legs. {P} came on, asked for the ball at once, and gave the other side something new to think about down a flank that had been quiet until then.",
    "{P} was sent on in the {M} with instructions that could be heard in the back row of the stand, and followed them to the letter. {T} looked a more balanced side from that moment, if not always a safer one.",
    "From the bench {P} arrived in the {M} and brought some order with the first pass. {T} had been chasing shadows until then, and the crowd could feel the difference before it could be seen.",
];

pub(crate) const PASSAGES: &[&str] = &[
    "Early on {P} had the best of the openings, running clear after a slip at the back, but the shot was hurried and went wide of the near post. {Q} had a hand on the defender's shoulder before it was over, and no more was said.",
    "The duel between {P} and {Q} was worth the price of a ticket on its own. Neither gave the other a moment, and when they shook hands at the end it was with the respect of two people who had earned it the hard way.",
    "In midfield {P} ran the show for a good half-hour, always a pass ahead of the press and never in much of a hurry. {T} built everything through that one pair of boots until {Q} was told to stay close and did.",
    "{P} struck the bar with a free kick from well outside the area, and the rebound fell to {K}, who leaned back and sent it over. It was the sort of chance that managers remember for longer than players do.",
    "At the back {T} had reason to thank {P}, whose reading of the game spared them more than once. Twice in as many minutes a long ball dropped between the lines, and twice the same head was there to meet it.",
    "{Q} went close with a header that shaved the post, and from the goal kick {O} nearly paid for it. {P} was away down the left before anybody had turned, but the cross found nobody who had believed in it.",
    "There was a fine save to keep out {P}, low to the left and at full stretch, and a better one from the corner that followed. {T} stood with hands on heads, and even the away end allowed itself a little applause.",
    "{P} and {K} combined neatly on the right all day, and it was a surprise that more did not come of it. One exchange of passes left three defenders facing the wrong way, only for the last ball to run out of play.",
    "When {T} needed somebody to hold the ball up, {P} did so without fuss, drawing fouls and buying time. {Q} tried to win it from behind, from the side and once from above, and came away with nothing except bruises.",
    "The pace of {P} troubled {O} from first to last. Their answer was to drop ten yards deeper, which solved that problem and made another, since it left {K} with all the room in the world to shoot from distance.",
    "A word for {P}, who did the dull work well. There were tackles, there were headers, there was a block in front of goal that mattered as much as anything at the other end, and none of it will be seen in the figures.",
    "It might have been different had {P} kept a cool head after twenty minutes, when a square pass to {K} would have left an empty goal. The shot was saved, the chance was gone, and the stand behind the goal groaned as one.",
    "{Q} was the busiest of the visitors to either penalty area, and it took a sliding challenge from {P} to stop what looked a certain goal. The roar that met it was as loud as any that a goal has had here.",
    "Both sides changed their shape after the interval. {T} pushed {P} further forward and asked the full-backs to hold, and for ten minutes or so {O} had no answer to the extra runner between the lines.",
    "There was anger on the touchline when {P} was brought down on the edge of the area and nothing was given. {K} took the matter up with the referee, was told to get on with it, and after a while did.",
    "The passing of {P} was a pleasure throughout, long or short, and it deserved a better return. One ball of fifty yards landed at the feet of {K} as though it had been placed there by hand.",
    "Set pieces were a worry for {O} all day. {P} swung in corner after corner towards the near post, and only a string of hurried clearances, one of them by {Q} off the line, kept the numbers down.",
    "{P} played with a strapped knee and showed no sign of it. Twice the bench asked, twice the answer was a shake of the head, and the last sprint of the match was as quick as the first had been.",
    "For a spell before half-time the game was played at walking pace, and it suited {T} well enough. {P} kept the ball moving from side to side, {Q} kept pointing at spaces, and the crowd found its own amusement.",
    "Few had heard much of {P} before this season, and on this evidence more will. There was a swagger about the way the ball was taken on the half turn, and {Q}, who has seen most things, was beaten more than once.",
    "The goalkeepers had their moments too. One held a fierce drive from {P} that swerved late, the other came a long way to punch clear with {Q} waiting underneath, and neither put a hand wrong after that.",
    "{K} might have had a goal before the hour when {P} slipped a pass between two defenders, but the touch was heavy and the chance ran away towards the corner flag. The two of them laughed about it, which not everybody did.",
    "It was a rough afternoon for {Q}, given little protection and asked to defend a great deal of grass. Time and again {P} came inside on the stronger foot, and time and again {T} were a pass away from making it count.",
    "Late in the half {P} was left holding a shoulder after a fall in front of the dugouts, and play stopped for three minutes while it was seen to. {T} lost their rhythm in the pause, and {Q} very nearly made them pay.",
    "The energy of {P} set the tone. Every second ball seemed to fall the same way, every loose touch was punished, and {O} spent a good part of the contest wondering where the time on the ball had gone.",
    "With the floodlights on and the rain back, {P} tried a shot from the centre circle that had the goalkeeper scrambling. It landed on the roof of the net, and for a moment {V} did not know which way to laugh.",
    "{P} had spoken during the week of wanting to be judged on days like this, and came through it well. There was one loose pass, which {Q} should have punished, and a great many good ones that nobody will recall.",
    "As legs tired the match opened up. {P} broke from one penalty area to the other without meeting a challenge, only to be crowded out at the end of it, and {Q} did the same in the other direction a minute later.",
];

pub(crate) const QUOTES: &[&str] = &[
    "\"We knew what was coming and we dealt with most of it,\" said the home coach afterwards. \"On another day we do it with less noise. I am pleased with the effort, I am pleased with the shape, and the rest we can talk about on Monday.\"",
    "\"You can plan for a week and then the ball hits somebody on the knee,\" the visiting coach said with a shrug. \"That is not an excuse, it is only what happened. We have another match soon, and we will be better in it.\"",
    "Neither coach wished to say much about the officials. \"I have watched it once and will watch it again,\" said one. \"They have a hard job, and we made it harder than it had to be with the way we began,\" said the other.",
    "\"I told them at half-time that somebody would get tired first,\" the home coach said. \"I did not tell them who. They ran for each other, and that is all you can ask of a group at this point of a season.\"",
    "\"There is a table and it does not lie for long,\" said the visiting coach. \"We are where our results have put us. If we play like this in the coming weeks I shall not be looking down it but up.\"",
];

pub(crate) const CLOSINGS: &[&str] = &[
    "So the season moves on, with a fortnight for sore limbs and second thoughts before the next round. {H} must travel, {A} are at home, and on what was seen here neither has much to fear and both have something to mend.",
    "By the time the lights went out at the ground the buses had long gone and the groundsman was already counting divots. {A} took the long road back, {H} took stock, and the table was redrawn by the width of a hair.",
    "What it means will be clearer in a month. For now {H} can look at their next fixtures with some calm, {A} can point to spells in which they were the better side, and the rest of the league can draw its own conclusions.",
    "There is a fortnight until the next matchday and plenty to do in it. {H} will hope to have bodies back from the treatment room, {A} will hope that the good half becomes a whole one, and neither hope is a foolish one.",
];

pub(crate) const MOPPING_UP: &[&str] = &[
    "There were good words afterwards for {list} too, none of whom had put a foot wrong.",
    "Mention should also be made of {list}, whose part in it was larger than the scorers' list shows.",
    "Of the others, {list} did as much as anybody to keep the contest alive to the end.",
];

pub(crate) const ALTS: &[&str] = &[
    "The main stand before kick-off",
    "The crowd behind the goal",
    "Corner flag and touchline in the rain",
    "Floodlights over the far terrace",
    "The scoreboard at half-time",
    "The centre circle, freshly marked",
    "Scarves along the fence",
    "The tunnel a minute before the teams came out",
];
