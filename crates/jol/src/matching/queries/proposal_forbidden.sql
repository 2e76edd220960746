-- What somebody has said no to, or was refused: it is not proposed once more.
select returnee, vacancy from candidacy where returnee in ({people}) and stage in ('refused', 'withdrawn', 'hired')
