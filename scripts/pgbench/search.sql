-- What /search asks (JdbcUsers), for a number from first to last.
\set number random(:first, :last)
SELECT u.id, u.user_name,
       EXISTS (SELECT 1 FROM avatars a WHERE a.user_id = u.id) AS has_avatar
FROM users u
WHERE u.name_key LIKE '%' || :number || '%' ESCAPE '\' AND u.erased_at IS NULL
ORDER BY u.id
LIMIT :most;
