-- For each key: how many hits lie within one window of this one, counting it. Bounds come as text, since
-- microseconds have more digits than Lua writes.
local hit, at = ARGV[1], ARGV[2]
local positions = {}
for i, key in ipairs(KEYS) do
  local most, forgotten, from, to, life = unpack(ARGV, i * 5 - 2, i * 5 + 2)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', forgotten)
  local seen = redis.call('ZCOUNT', key, '(' .. from, '(' .. to)
  if seen < tonumber(most) then
    redis.call('ZADD', key, at, hit)
    redis.call('PEXPIRE', key, life)
  end
  positions[i] = seen + 1
end
return positions
