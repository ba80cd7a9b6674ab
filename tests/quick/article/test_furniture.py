"""English of a page that nobody said: forms, notices, players, plugs and captions are no statements."""

from __future__ import annotations

import pytest
from pasted import between, inner

from iqtibas.article import find_embeds
from iqtibas.article.furniture import is_furniture

FURNITURE = """
Save my name, email, and website in this browser for the next time I comment.
This site uses Akismet to reduce spam. Learn how your comment data is processed.
Your email address will not be published. Required fields are marked *
You must be logged in to post a comment.
Notify me of follow-up comments by email.
The comments below are the opinion of their writers and not of the site.
The media could not be loaded, either because the server or network failed or because the format is not supported.
Your browser does not support the video tag.
This video is not available in your country because of rights.
Sorry, the video player failed to load. (Error Code: 100013)
JavaScript is disabled in your browser, and it is required for the player.
Please enable JavaScript to view the comments powered by Disqus.
To view this video please enable JavaScript, and consider upgrading to a web browser that supports HTML5 video
We use cookies to ensure that we give you the best experience on our website.
This content is hosted by a third party and you must accept its cookies.
By clicking subscribe, you agree to our terms and privacy policy.
Sign up for our newsletter and get the news that matters to you.
Share this article with your friends and on the social media.
Click to share on Twitter (Opens in new window)
You may also like what others are reading on our site now.
Add us on Google to see more of our stories in your search results
Follow us on Facebook and Twitter for the latest news that is of interest to you
Some features may not work because your browser is out of date.
FILE PHOTO: Minister Lena Hartwell speaks during a visit to the bridge. NORTH PRESS/Sam Vale/File Photo
Minister Lena Hartwell arrives for a meeting at the ministry, May 14, 2024. REUTERS/Sam Vale
Minister Lena Hartwell arrives for a meeting at the ministry [Sam Vale/Reuters]
Smoke rises over the city after the attack on the port (AFP)
Photo by Sam Vale / AFP
People walk on the bridge. Ministry of Transport/Handout via REUTERS
A general view of the North Bridge, in the capital, on May 14.
An aerial view shows the bridge that will be opened on Monday
In this photo released by the ministry, workers are seen on the bridge.
Our Standards: The North Press Principles of Trust and of Care
This Post is from an account that no longer exists. Learn more
This Tweet was deleted by the Tweet author. Learn more about why
This post by Lena Hartwell is no longer available to you.
Something went wrong. Try reloading the page in a while.
Sorry, this page isn't available. The link you followed may be broken.
Hmm...this page doesn’t exist. Try searching for something else.
You’re unable to view this Post because this account owner limits who can view their Posts.
This account is private and you must follow it to see its photos.
Age-restricted adult content. This content might not be appropriate for people under 18 years old.
The following media includes potentially sensitive content. Change settings
Got a tip? Contact us at tips@north.example or by the letter box of the house.
This material may not be published, broadcast or rewritten.
Was this article helpful to you? Yes No
Your subscription could not be saved. Please try again.
You have reached your limit of free articles for this month.
You've read all the free stories that we have this week.
"""
SAID = """
The bridge will open on Monday for all cars.
We use our own power to build the bridge.
Please note that the bridge is closed today because of the wind.
This site has been home to our workers for ten years.
Thank you to the workers who never stopped during the winter.
For more than ten years we have fought for this bridge.
More than 300 people died and we mourn them.
Join us in condemning this attack on the people of the city.
Support our troops and pray for them and their families.
Get vaccinated today, it is safe and it is free for all of you.
This article of the agreement was broken by the other side.
This video shows that the army has not attacked the hospital.
The video is not real and we will prove it to the court.
Updated guidance will be published by the ministry on Monday.
The views of the people are clear and we will listen.
If you are in the south, leave now and go to the shelters.
Follow the instructions of the authorities and stay at home.
Watch the sky tonight, you will see the planet with your own eyes.
Your email is not safe and the government reads it.
Sources say that the plan is dead and it will not come back.
By using chemical weapons, the regime has crossed a red line.
In this picture you see what they did to our city and our people.
The AP is wrong, we have never said that.
No comment from the White House on the attack so far.
Already a million people have left their homes in the north.
Help is on the way to the people of the city.
Home is where we will return to when this war is over.
The ceasefire between the USA and Iran is a first step.
This account of what happened in the port is false and we reject it.
This message is for all who have lost their homes in the storm.
Our standards of safety are the highest in the world.
This group was removed from the list of the ministry in May.
Your message was heard by all of us in the parliament today.
You have reached the end of the road and we will not follow you.
Something is going wrong in this country and we will fix it.
"""


@pytest.mark.parametrize("line", FURNITURE.strip().splitlines())
def test_furniture_is_no_statement(line: str) -> None:
    assert is_furniture(line)
    assert find_embeds(between(line)) == []


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_what_somebody_says_is_one(line: str) -> None:
    assert not is_furniture(line)
    assert inner(between(line)) == [("embed", line)]


def test_furniture_between_statements_is_part_of_neither() -> None:
    first, second = SAID.strip().splitlines()[:2]
    article = between(first, FURNITURE.strip().splitlines()[0], second)
    assert [embed.text for embed in find_embeds(article)] == [first, second]
