-- Roads that time alone has changed.
select returnee from road where turns_on is not null and turns_on <= $1 order by turns_on limit $2
