"""Sentences that benchmarks have read aloud, our own."""

from __future__ import annotations

EDGES = """
Bob packed a big box of purple paper plates.
The cat sat back and popped a tiny bubble.
Please take the top two books to Peter.
She sells fresh fish and chips, six days a week.
Five very fine vases fell off the shelf.
My mother made more marmalade than anybody needed.
No one knew when Nina would come in from the rain.
Keep the big dog out of the kitchen, please.
Good grief, the goat has eaten the green gate!
Do you think that the third thing is worth a thousand?
This is the last time; I promise you that.
Zoe is busy with a buzzing bee in the museum.
Jack and Jill judged a huge orange jumping jar.
Which witch chose the cheese, and which the chair?
A pleasure, as usual, to measure your television.
Tom put ten pots on top of the table.
Paul, pass the pepper. Thanks, that is perfect.
The quick brown fox jumps over the lazy dog.
We were away a year ago, while you were in Rome.
How now, brown cow? Go home alone, or stay and play.
Boys enjoy toys, but girls prefer pearls and birds.
It was a dark and stormy night; the rain fell in torrents.
Stop! Don't touch that. It is hot.
Ask Sam about the asps and the wasps he keeps.
I ate an apple at eight and a pear at half past ten.
Her hat had a huge hole behind the ribbon.
Sing along, king of the young, and bring a long string.
Little Lily will lull a lonely lamb to sleep.
Robert rarely reads the really rare red records.
Could you put the sugar in my good pudding?
Up the hill went the cop, step by step, to the cabin.
We have a map, a tap, a cap, and a nap to take.
Eight o'clock. Nine o'clock. Ten past four.
The bishop's ship stopped at a shop with a sharp shape.
Father's calm palm was at the bottom of the pond.
Tell me what you want, and what you want to get.
Kate baked a cake; David dug a deep ditch.
If everybody leaves, if nobody stays, who will laugh?
Mum, come home. Tim came by the same lane.
Sixty-four thousand people voted for a better bus.
""".strip().splitlines()
"""Every phone of English beside many others, with pauses: what has edges that are heard."""

READING = """
The train to Leeds leaves at 9:45 from platform 7.
We sold 1,250 tickets on the first day.
Please call Margaret Sullivan before noon.
It was founded on March 3, 1987, by two brothers.
The bill came to $42.50 without the tip.
My grandmother was born on July 21, 1934.
About 75% of the water was gone by Tuesday.
Doctor Patel will see you in room 12.
The tower is 324 metres tall.
In 1969 two men walked on the moon.
Could you send 3 copies to Mr. Henderson?
The temperature fell to minus 8 degrees overnight.
Queen Victoria reigned for 63 years.
He ran the last mile in 4 minutes and 11 seconds.
Our flight lands in Chicago at 6:30 in the evening.
The recipe needs 250 grams of flour and 2 eggs.
Isabella moved to Portugal in 2015.
There are 52 weeks and 365 days in a year.
Only 1 in 10 letters was ever answered.
The museum closes at 5 on Sundays.
Mrs. Robinson planted 17 apple trees.
The second world war ended in 1945.
I have told you 100 times to shut the gate.
Professor Okafor gave a talk about volcanoes.
The river is 2,300 kilometres long.
On December 31 we will dance until midnight.
He weighs 82 kilos and is 6 feet tall.
The old bridge was built in the 12th century.
Sixteen people and 4 dogs were rescued.
Jonathan paid 30 dollars for an umbrella.
The next meeting is on Friday, October 9.
She has lived at number 48 since she was 5.
The rocket reached a speed of 28,000 kilometres an hour.
Nobody knows where the map was hidden.
Half of the passengers were asleep by ten.
Alexander wants to study in Edinburgh.
The shop sells bread, butter, cheese and honey.
Turn left after 200 yards and cross the road.
It rained on 19 of the 30 days in April.
The orchestra played for 3 hours without a break.
Is it true that you met Benjamin in Vienna?
The price rose from 5 dollars to 8 in one month.
Catherine finished second in the 1996 race.
We need 6 chairs, 1 table and a lamp.
The children counted backwards from 20.
A light year is nearly 6 trillion miles.
The captain ordered everybody off the ship.
He was elected on the 4th of November, 2008.
Put the kettle on; our guests will be here soon.
The library owns 40,000 books and 600 maps.
Daniel broke his arm while skating.
The store opens at 8 and closes at 10.
Nearly 3 million people live in this city.
The garden was full of roses and tall grass.
William the gardener retired in 1999.
Two thirds of the village came to the wedding.
She speaks French, Spanish and a little Greek.
The lesson starts on page 134 of the red book.
We drove 90 miles to see the lighthouse.
It takes 8 minutes for sunlight to reach us.
Samuel's phone was stolen on Monday morning.
The winner gets 500 dollars and a medal.
They waited 45 minutes for the bus.
The meeting on May 14 has been moved to June 2.
Please wash the blue shirt in cold water.
The house was sold for 310,000 dollars in 2021.
Oliver and Charlotte have 7 grandchildren.
You can borrow the ladder until Saturday.
The first steam engine arrived in 1804.
There were 11 players and not one good idea.
I would rather walk than wait for a taxi.
The lake is 60 feet deep in the middle.
Her sister works as a nurse in Boston.
Dinner is at 7:15, so do not be late.
The company employs 1,800 people in 14 countries.
He played the violin at his own birthday party.
A marathon is a little over 42 kilometres.
The parcel weighed 3.5 kilos.
Tomorrow will be cloudy with a little sun.
George the sixth became king in 1936.
Her train was 25 minutes late again.
The dog buried 2 bones under the oak tree.
Emily found a gold ring on the beach.
We counted 88 keys on the old piano.
The population doubled between 1950 and 1980.
Nobody had seen the baker since Wednesday.
He ordered a coffee and 2 slices of cake.
The castle stands on a hill above the town.
Our office is on the 23rd floor.
I read 15 chapters in a single night.
Sophie drew a map of the whole island.
The clock struck 12 and the lights went out.
Around 400 birds nest on these cliffs.
My cousin drives a truck from Denver to Dallas.
The experiment was repeated 9 times.
Thunder woke the baby at 3 in the morning.
They married on September 18, 1976.
Add 20 and 22, and you get 42.
The mayor thanked everyone who had helped.
Ask Rebecca whether the doors are locked.
""".strip().splitlines()
"""A hundred sentences with numbers, names and dates, for a recogniser to write down."""
