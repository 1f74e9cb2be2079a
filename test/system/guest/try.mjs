import { bootGuest } from '../../../.cache/guest-programs/test/system/lab/guest.js'
const t = Date.now()
const g = bootGuest({
  program: ['.cache/guest-programs/test/system/guest/programs/main.js', ...process.argv.slice(2)],
  env: { LVS_HA_LAB_KIND: process.env.LVS_HA_LAB_KIND ?? 'lvs-ha', LVS_HA_LAB_SLOWNESS: '4' },
  onLine: (l) => {
    const s = l.startsWith('@@') ? JSON.parse(l.slice(2)) : l
    console.log(Date.now() - t, s.error ? s.step + '\n' + s.error : s)
  },
})
console.log(await g.ended, Date.now() - t)
