import { chains, scriptStart } from './script-start.ts';

/**
 * Counts again what the record knows, after amounts were lost. Of what is there and what is told the larger counts: to be
 * told the same by several owners, or twice, changes nothing. In: era, rows (budget, when, how much)…. Out: `{ 'ok' }`, or
 * `{ 'join' }` when there is another era by now.
 */
export function restoreScript(serverTime: string): string {
  return `${scriptStart(serverTime)}
local state = call('HMGET', stateKey, 'era', 'at', 'ahead')
if state[1] ~= ARGV[1] then return { 'join' } end
local now, ahead = timeFrom(state[2], state[3])
${chains}
place = 1
local rows = number()
local told = {}
for i = 1, rows do
  local b = budget()
  told[i] = { b = b, at = number(), amount = number() }
  now = math.max(now, told[i].at)
end
for _, row in ipairs(told) do
  local b = row.b
  if row.at + b.window > now and row.amount > 0 then
    local chain = chainOf(b)
    local i = placeOf(b, chain, row.at)
    if i <= #chain and granule(b, chain[i]) == granule(b, row.at) then
      chain[i], chain[i + 1] = math.max(chain[i], row.at), math.max(chain[i + 1], row.amount)
    else
      table.insert(chain, i, row.amount)
      table.insert(chain, i, row.at)
    end
    touch(b, chain)
    if b.family then member(b, chain[#chain - 1]) end
  end
end
keepChanged()
if now > raw then ahead = math.max(ahead, now - raw) end
call('HSET', stateKey, 'at', whole(now), 'ahead', whole(ahead))
return { 'ok' }
`;
}

/**
 * An owner has counted again all that it had taken. Long windows are known again when all that are alive have. In: owner,
 * era, ms until a silent owner is taken for dead. Out: 1 when they are, 0 when not yet, -1 when there is another era by now.
 */
export function rebuiltScript(serverTime: string): string {
  return `${scriptStart(serverTime)}
local state = call('HMGET', stateKey, 'era', 'long')
if state[1] ~= ARGV[2] then return -1 end
if state[2] ~= 'lost' then return 1 end
call('SADD', P .. 'rebuilt', ARGV[1])
for _, other in ipairs(call('ZRANGEBYSCORE', P .. 'owners', whole(clock - tonumber(ARGV[3])), '+inf')) do
  if call('SISMEMBER', P .. 'rebuilt', other) == 0 then return 0 end
end
call('HSET', stateKey, 'long', 'kept')
return 1
`;
}
