/*
title: {nl: Relaties per status, en: Relations by status}
answers: {nl: Hoeveel relaties zijn er?, en: How many relations are there?}
formula: {nl: Een telling per status., en: A count by status.}
fields: [relation.status]
key: [status]
columns:
  status: {nl: Status, en: Status}
  relations: {nl: Relaties, en: Relations}
*/
SELECT status, COUNT(*) AS relations
FROM relations
GROUP BY status
ORDER BY status NULLS FIRST
