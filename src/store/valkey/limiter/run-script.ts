import { chains, scriptStart } from './script-start.ts';

/**
 * Runs errands in their order, all of them or (where the server stops) none: what `refusalOf` decides in `src/limits`, and
 * the taking, at once for everybody. In: owner, era, number of the trip, ms until a silent owner's slots are free, budgets,
 * errands. Out: `{ 'ok', now, seq, long, outcome… }`, or `{ 'join' }` when nothing was done, because amounts were lost, this
 * owner is taken for dead, or the trip has been given up.
 *
 * Outcomes: `{0}` done or room · `{1, left…}` taken · `{2, place, left, wait}` no room; a wait of -1 is in vain ·
 * `{3, place}` no slot · `{4, place, wait}` what was counted is lost.
 */
export function runScript(serverTime: string): string {
  return `${scriptStart(serverTime)}
local owner, era, trip, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local state = call('HMGET', stateKey, 'era', 'at', 'ahead', 'seq', 'lost', 'long')
local fence = tonumber(call('HGET', P .. 'fences', owner) or -1)
if state[1] ~= era or fence < 0 or trip <= fence then return { 'join' } end
local now, ahead = timeFrom(state[2], state[3])
local lost, long, seq = tonumber(state[5]), state[6], tonumber(state[4])
${chains}
place = 4
local budgets = {}
for i = 1, number() do budgets[i] = budget() end

local function passesAt(b, calendar, max, cost)
  if cost > max then return nil end
  if calendar then return periodStart(b) + b.window end
  local chain, used, moment = chainOf(b), usedOf(b, false), now
  for i = 1, #chain, 2 do
    if cost <= max - used then break end
    used = used - chain[i + 1]
    moment = chain[i] + b.window
  end
  return moment
end
local function full(b, calendar)
  if not b.family then return false end
  local from = calendar and periodStart(b) or now - b.window + 1
  return call('ZCOUNT', b.family, whole(from), '+inf') >= 10000
end

local beats = {}
local function alive(other)
  if other == owner then return true end
  if beats[other] == nil then
    local beat = call('ZSCORE', P .. 'owners', other)
    beats[other] = beat ~= false and tonumber(beat) >= clock - ttl
  end
  return beats[other]
end
local flights = {}
local function inFlight(slot)
  local held = flights[slot]
  if held then return held end
  held = 0
  local all = call('HGETALL', P .. 's:' .. slot)
  for i = 1, #all, 2 do
    if alive(all[i]) then held = held + tonumber(all[i + 1]) end
  end
  flights[slot] = held
  return held
end
local function hold(slot)
  flights[slot] = inFlight(slot) + 1
  call('HINCRBY', P .. 's:' .. slot, owner, 1)
  call('HINCRBY', P .. 'o:' .. owner, slot, 1)
end
local function release(slot)
  local held = call('HINCRBY', P .. 's:' .. slot, owner, -1)
  if held <= 0 then call('HDEL', P .. 's:' .. slot, owner) end
  if call('HINCRBY', P .. 'o:' .. owner, slot, -1) <= 0 then call('HDEL', P .. 'o:' .. owner, slot) end
  flights[slot] = nil
end

-- How long until it is known again what counts against a budget, after that was lost; -1: until it is rebuilt.
local function unknown(b)
  if lost == 0 then return nil end
  if b.window > 60000 then return long == 'lost' and -1 or nil end
  local wait = lost + b.window - now
  return wait > 0 and wait or nil
end

local function judge(takes, slots)
  local refused, left, moment, vain = nil, 0, now, false
  for i, t in ipairs(takes) do
    local wait = unknown(t.b)
    if wait then return { 4, i - 1, wait } end
    local used = usedOf(t.b, t.calendar)
    if t.cost ~= 0 and t.cost > t.max - used then
      if not refused then refused, left = i, math.max(0, t.max - used) end
      local passes = passesAt(t.b, t.calendar, t.max, t.cost)
      if passes then moment = math.max(moment, passes) else vain = true end
    elseif used == 0 and t.cost > 0 and full(t.b, t.calendar) then
      if not refused then refused = i end
      vain = true
    end
  end
  if refused then return { 2, refused - 1, left, vain and -1 or moment - now } end
  for i, s in ipairs(slots) do
    if inFlight(s.slot) >= s.max then return { 3, i - 1 } end
  end
  return nil
end
-- A budget that is named twice is taken once.
local function take(takes, slots)
  local outcome, taken = { 1 }, {}
  for _, t in ipairs(takes) do
    local b = t.b
    local first = not taken[b.key]
    taken[b.key] = true
    if first then outcome[#outcome + 1] = math.max(0, t.max - usedOf(b, t.calendar) - t.cost) end
    if first and t.cost > 0 then
      local chain = chainOf(b)
      local n, used, period = #chain, usedOf(b, false), usedOf(b, true)
      if n > 0 and granule(b, chain[n - 1]) == granule(b, now) then
        chain[n - 1], chain[n] = now, math.min(chain[n] + t.cost, most)
      else
        chain[n + 1], chain[n + 2] = now, t.cost
      end
      touch(b, chain)
      chain.used, chain.period = math.min(used + t.cost, most), math.min(period + t.cost, most)
      if b.family then member(b, now) end
    end
  end
  for _, s in ipairs(slots) do hold(s.slot) end
  return outcome
end
-- Into the granule that it came from, never below zero, never after it has expired.
local function giveBack(b, at, cost)
  local chain = chainOf(b)
  local i = placeOf(b, chain, at)
  if i > #chain or granule(b, chain[i]) ~= granule(b, at) then return end
  if chain[i + 1] > cost then chain[i + 1] = chain[i + 1] - cost
  else
    table.remove(chain, i)
    table.remove(chain, i)
  end
  touch(b, chain)
  if b.family and #chain == 0 then call('ZREM', b.family, b.key)
  elseif b.family then member(b, chain[#chain - 1]) end
end

local answer, writes = { 'ok', now, 0, long == 'lost' and 1 or 0 }, false
local errands = number()
for _ = 1, errands do
  local kind = arg()
  local outcome = { 0 }
  if kind == 'take' or kind == 'look' then
    local takes, slots = {}, {}
    for i = 1, number() do
      takes[i] = { b = budgets[number()], calendar = arg() == 'calendar', max = number(), cost = number() }
    end
    for i = 1, number() do slots[i] = { slot = arg(), max = number() } end
    local no = judge(takes, slots)
    if no then outcome = no
    elseif kind == 'take' then
      outcome = take(takes, slots)
      writes = true
    end
  else
    local at = number()
    for _ = 1, number() do
      local b = budgets[number()]
      giveBack(b, at, number())
    end
    for _ = 1, number() do release(arg()) end
    writes = true
  end
  answer[#answer + 1] = outcome
end
keepChanged()
if writes then seq = seq + 1 end
answer[3] = seq
call('HSET', stateKey, 'at', whole(now), 'ahead', whole(ahead), 'seq', whole(seq))
call('HSET', P .. 'fences', owner, whole(trip))
call('ZADD', P .. 'owners', whole(clock), owner)
if errands == 0 then
  for _, gone in ipairs(call('ZRANGEBYSCORE', P .. 'owners', '-inf', '(' .. whole(clock - ttl))) do
    for _, slot in ipairs(call('HKEYS', P .. 'o:' .. gone)) do call('HDEL', P .. 's:' .. slot, gone) end
    call('DEL', P .. 'o:' .. gone)
    call('HDEL', P .. 'fences', gone)
    call('ZREM', P .. 'owners', gone)
  end
end
return answer
`;
}
