import { scriptStart } from './script-start.ts';

/**
 * An owner joins, or joins again after its connection was lost: with which run of the server it speaks, what it has seen of
 * it, and which slots it holds in truth.
 *
 * Whether amounts were lost is decided here. A script's writes are one log, and whatever a restart or a failover loses is the
 * end of that log: nothing was lost if the newest change that *any* owner has seen is there. So when the server runs anew,
 * nobody counts before all owners that were alive have said what they had seen. One who has seen more than is there, or who
 * does not come, means a loss. So does an empty server, unless nothing was ever taken; and one that has thrown keys away since
 * it was last looked at, for that is no end of a log.
 *
 * In: owner, number of the trip, run, era seen, newest change seen, name for a new era, `empty` if the record knows of no
 * amount that counts, ms to settle, ms of patience, ms until a silent owner is taken for dead, keys that this run of the server has
 * thrown away, slots (name, held)….
 * Out: `{ 'wait' }`, or `{ 'ok', era, seq, last trip of this owner that was run, lost }`.
 */
export function joinScript(serverTime: string): string {
  return `${scriptStart(serverTime)}
local owner, trip, run, seenEra, seen, newEra = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local settleMs, patienceMs, ttl = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local evicted = ARGV[11]
local state = call('HMGET', stateKey, 'era', 'run', 'at', 'ahead', 'seq', 'settling', 'settles', 'evicted')
local era, seq = state[1], tonumber(state[5] or 0)
local now, ahead = timeFrom(state[3], state[4])
local reported = P .. 'reported'

local lost = false
if not era then
  lost = seenEra ~= '' or ARGV[7] ~= 'empty'
  era = newEra
  call('HSET', stateKey, 'era', era, 'run', run, 'seq', '0', 'lost', '0', 'long', 'kept')
elseif seenEra == era and seen > seq then
  lost = true
elseif state[2] ~= run then
  if state[6] ~= run then
    call('HSET', stateKey, 'settling', run, 'settles', whole(clock))
    call('DEL', reported)
    state[7] = whole(clock)
  end
  call('SADD', reported, owner)
  local missing = false
  local latest = call('ZREVRANGE', P .. 'owners', 0, 0, 'WITHSCORES')[2] or 0
  for _, other in ipairs(call('ZRANGEBYSCORE', P .. 'owners', whole(tonumber(latest) - ttl), '+inf')) do
    if call('SISMEMBER', reported, other) == 0 then missing = true end
  end
  local waited = clock - tonumber(state[7])
  if waited < settleMs or (missing and waited < patienceMs) then return { 'wait' } end
  lost = missing
end
-- Any other number: whoever sets it back to nought may have had its reasons. Who did not know of it has left none.
local before = state[2] == run and (state[8] or evicted) or '0'
if era == state[1] and evicted ~= before then lost = true end
if lost then
  era = newEra
  call('HSET', stateKey, 'era', era, 'lost', whole(now), 'long', 'lost')
  call('DEL', P .. 'rebuilt')
end
call('HSET', stateKey, 'run', run, 'evicted', evicted, 'at', whole(now), 'ahead', whole(ahead))
call('HDEL', stateKey, 'settling', 'settles')

local last = tonumber(call('HGET', P .. 'fences', owner) or -1)
call('HSET', P .. 'fences', owner, whole(trip))
call('ZADD', P .. 'owners', whole(clock), owner)
for _, slot in ipairs(call('HKEYS', P .. 'o:' .. owner)) do call('HDEL', P .. 's:' .. slot, owner) end
call('DEL', P .. 'o:' .. owner)
for i = 12, #ARGV, 2 do
  call('HSET', P .. 's:' .. ARGV[i], owner, ARGV[i + 1])
  call('HSET', P .. 'o:' .. owner, ARGV[i], ARGV[i + 1])
end
return { 'ok', era, seq, last, call('HGET', stateKey, 'long') == 'lost' and 1 or 0 }
`;
}

/** An owner leaves: nobody waits for it, and nothing is held. In: owner. Its going is a change after all of its others. */
export function leaveScript(serverTime: string): string {
  return `${scriptStart(serverTime)}
local owner = ARGV[1]
for _, slot in ipairs(call('HKEYS', P .. 'o:' .. owner)) do call('HDEL', P .. 's:' .. slot, owner) end
call('DEL', P .. 'o:' .. owner)
call('HDEL', P .. 'fences', owner)
call('ZREM', P .. 'owners', owner)
if call('EXISTS', stateKey) == 1 then call('HINCRBY', stateKey, 'seq', 1) end
return raw
`;
}
