-- What some organisations offer.
select id from vacancy where organisation in ({people})
